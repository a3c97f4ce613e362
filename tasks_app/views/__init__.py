"""Pages: find the thing among what is visible, bind a form, call an action, redirect."""
