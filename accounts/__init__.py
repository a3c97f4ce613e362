"""Who works here: people, units, posts, and the :class:`~accounts.actor.Actor` in whose name anything happens."""
