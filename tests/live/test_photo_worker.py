"""What is made of pictures, hostile ones among them: nothing stays but what is seen."""

import io
import time

import pytest
from PIL import Image

from tests.photos import SECRET, bomb, drawn, moving, saved, told_tale
from workshop.domain import bounds
from workshop.domain.errors import Refusal
from workshop.live.photo_worker import MOST_SECONDS, answered

pytestmark = pytest.mark.unit
# What begins each part of a JPEG that is no picture: Exif, profiles, comments.
OTHER_PARTS = (b"\xff\xe1", b"\xff\xe2", b"\xff\xed", b"\xff\xfe", b"Exif", b"ICC_PROFILE", b"http")


def made(content: bytes, **asked: object) -> Image.Image:
    told, pictures = answered(asked, content)
    assert "refused" not in told, told
    picture = Image.open(io.BytesIO(pictures[: told["content"]]))
    picture.load()
    assert (picture.format, picture.size) == ("JPEG", (told["width"], told["height"]))
    small = Image.open(io.BytesIO(pictures[told["content"] :]))
    assert max(small.size) <= bounds.PHOTO_SMALL_SIDE
    assert told["content"] <= bounds.PHOTO_STORED
    return picture


def refused(content: bytes) -> str | None:
    told, pictures = answered({}, content)
    assert pictures == b"" or "refused" not in told
    return told.get("refused")


def is_like(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "1"),
     ("PNG", "I;16"), ("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGB"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_pictures_of_each_kind_are_made_anew(kind: str, mode: str) -> None:
    picture = made(saved(drawn(mode="L").convert(mode) if mode == "I;16" else drawn(mode=mode), kind))
    assert (picture.mode, picture.size) == ("RGB", (320, 240))


def test_nothing_tells_where_when_and_by_what_a_photo_was_taken() -> None:
    before = told_tale()
    assert before.count(SECRET) >= 4
    told, pictures = answered({}, before)
    assert [part for part in (SECRET, *OTHER_PARTS) if part in pictures] == []
    # It lay on its side: what was at the left is at the top now.
    picture = made(before)
    assert picture.size == (240, 320) == (told["width"], told["height"])
    assert is_like(picture.getpixel((120, 60)), (140, 20, 20))
    assert (dict(picture.getexif()), picture.info.get("comment")) == ({}, None)


def test_transparent_places_are_paper() -> None:
    picture = made(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))
    assert is_like(picture.getpixel((25, 25)), (255, 255, 255))


def test_large_photo_is_made_small_enough_to_be_kept() -> None:
    noise = Image.effect_noise((3000, 1800), 120).convert("RGB")
    picture = made(saved(noise, quality=30))
    assert max(picture.size) <= bounds.PHOTO_SIDE
    assert picture.width / picture.height == pytest.approx(5 / 3, rel=0.01)
    assert made(saved(drawn((3000, 1000)), "PNG")).size == (2400, 800)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (bomb(), Refusal.PHOTO_TOO_LARGE),
        (bomb(70_000, 1000), Refusal.PHOTO_TOO_LARGE),
        (b"", Refusal.PHOTO_KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Refusal.PHOTO_KIND),
        (b"GIF89a" + bytes(40), Refusal.PHOTO_KIND),
        (b"%PDF-1.7", Refusal.PHOTO_KIND),
        (b"II*\0" + bytes(60), Refusal.PHOTO_KIND),
        (b"\0\0\0\x18ftypheic" + bytes(60), Refusal.PHOTO_HEIC),
        (saved()[:700], Refusal.PHOTO_UNREADABLE),
        (saved(kind="PNG")[:200], Refusal.PHOTO_UNREADABLE),
        (saved(kind="WEBP")[:100], Refusal.PHOTO_UNREADABLE),
        (b"\xff\xd8\xff" + b"<html>" * 50, Refusal.PHOTO_UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + bytes(80), Refusal.PHOTO_UNREADABLE),
        (b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 60, Refusal.PHOTO_UNREADABLE),
        (moving("WEBP"), Refusal.PHOTO_MOVES),
        (moving("PNG"), Refusal.PHOTO_MOVES),
    ],
    ids=lambda each: each.value if isinstance(each, Refusal) else ascii(each[:12]),
)  # fmt: skip
def test_hostile_file_is_refused_and_says_why(content: bytes, why: Refusal) -> None:
    assert refused(content) == why


def test_what_hangs_on_a_picture_is_gone() -> None:
    """A file that is a picture and a page, or an archive, at once."""
    for tail in (b"<script>" + SECRET + b"</script>", b"PK\x03\x04" + SECRET):
        for kind in ("JPEG", "PNG", "WEBP"):
            _, pictures = answered({}, saved(kind=kind) + tail)
            assert pictures
            assert SECRET not in pictures


def test_marked_places_are_a_few_squares_and_all_else_stays() -> None:
    before = made(saved(quality=95))
    marked = made(saved(quality=95), marks=[[0, 5000, 0, 10_000, 5000], [400, 2500, 9000, 3000, 9500]])
    # The stripes were black beside white; nobody can tell any longer where they were.
    striped = [before.getpixel((x, 200)) for x in range(200, 300)]
    assert max(striped)[0] - min(striped)[0] > 150
    greys = [marked.getpixel((x, 50))[0] for x in range(200, 300)]
    assert max(greys) - min(greys) < 60
    for place in ((250, 200), (40, 40), (100, 100)):
        assert is_like(before.getpixel(place), marked.getpixel(place))
    # A brush paints too.
    painted = made(saved(quality=95), marks=[[600, 7500, 8500, 7500, 9000]])
    greys = [painted.getpixel((x, 210))[0] for x in range(230, 250)]
    assert max(greys) - min(greys) < 60
    assert is_like(before.getpixel((300, 210)), painted.getpixel((300, 210)))


# All at once, by one long line, and by dabs of a small brush.
PAINTED = (
    [[0, 0, 0, 10_000, 10_000]],
    [[900, *(n for y in range(0, 10_001, 1000) for n in (0, y, 10_000, y))]],
    [[200, x, y] for x in range(0, 10_001, 250) for y in range(0, 10_001, 250)],
)


@pytest.mark.parametrize("cells", [8, 40])
@pytest.mark.parametrize("marks", PAINTED, ids=("rectangle", "line", "dabs"))
def test_face_is_no_more_than_a_few_squares_however_large_it_is_and_painted(
    marks: list[list[int]], cells: int
) -> None:
    board = Image.new("L", (cells, cells))
    board.putdata([255 * ((at + at // cells) % 2) for at in range(cells * cells)])
    face = board.resize((1600, 1600), Image.Resampling.NEAREST)
    seen = made(saved(face.convert("RGB")), marks=marks).convert("L").crop((100, 100, 1500, 1500))
    low, high = seen.getextrema()
    assert high - low < 80


def test_small_dab_is_the_mean_of_what_is_around_it() -> None:
    board = Image.new("L", (40, 40))
    board.putdata([255 * ((at + at // 40) % 2) for at in range(1600)])
    face = board.resize((1600, 1600), Image.Resampling.NEAREST)
    for x in (820, 860):
        seen = made(saved(face.convert("RGB")), marks=[[60, round(x / 0.16), round(820 / 0.16)]])
        assert 70 < seen.getpixel((x, 820))[0] < 185


def test_as_many_marks_as_there_may_be_are_painted_in_time() -> None:
    marks = [[200, *(5000 + (n * 37 + k * 991) % 4000 for k in range(30))] for n in range(bounds.PHOTO_MARKS)]
    begun = time.process_time()
    made(saved(drawn((2400, 1800))), marks=marks)
    assert time.process_time() - begun < MOST_SECONDS / 2
