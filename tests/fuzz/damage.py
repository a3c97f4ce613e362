"""What happens to files on their way: bytes turn, the end is missing, a part inside a package is spoiled."""

import io
from collections.abc import Callable
from random import Random
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

INTERESTING = (b"\0", b"\xff", b"<", b"&", b"|", b'"', b"\n", b"99999999", b"-1", b"<!DOCTYPE a>", b"&#0;", b"\xe4\xb8")


def flipped(random: Random, content: bytes) -> bytes:
    """A few bytes are others."""
    spoiled = bytearray(content)
    for _ in range(random.choice((1, 2, 8, 40))):
        spoiled[random.randrange(len(spoiled))] = random.randrange(256)
    return bytes(spoiled)


def cut(random: Random, content: bytes) -> bytes:
    """The end is missing, or the beginning."""
    place = random.randrange(len(content))
    return content[:place] if random.random() < 0.8 else content[place:]


def stuffed(random: Random, content: bytes) -> bytes:
    """Something stands in the middle that does not belong there."""
    place = random.randrange(len(content))
    return content[:place] + random.choice(INTERESTING) * random.choice((1, 3, 300)) + content[place:]


def doubled(random: Random, content: bytes) -> bytes:
    """A stretch comes twice, or is left out."""
    start = random.randrange(len(content))
    end = min(len(content), start + random.choice((10, 200, 3_000)))
    return content[:end] + content[start:] if random.random() < 0.5 else content[:start] + content[end:]


def spoiled_inside(random: Random, content: bytes) -> bytes:
    """One part of a package is damaged before it is packed, so that its checksum is right; or it is gone."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    except BadZipFile:
        return flipped(random, content)
    name = random.choice(list(parts))
    if random.random() < 0.1 or not parts[name]:
        del parts[name]
    else:
        parts[name] = random.choice(WAYS[:4])(random, parts[name])
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for each, part in parts.items():
            package.writestr(each, part)
    return out.getvalue()


WAYS: tuple[Callable[[Random, bytes], bytes], ...] = (flipped, cut, stuffed, doubled, spoiled_inside)


def damaged(random: Random, content: bytes) -> bytes:
    """The content after one accident; packages are mostly damaged inside, where the interesting things are."""
    is_package = content.startswith(b"PK")
    way = spoiled_inside if is_package and random.random() < 0.7 else random.choice(WAYS[:4])
    return way(random, content)
