"""The words around photos, as the browser shows them."""

from collections.abc import Mapping

from workshop.i18n import Gettext


def photo_texts(*, gettext: Gettext) -> Mapping[str, str]:
    """Return each text by its name; what stands in braces is filled in by the browser."""
    _ = gettext
    return {
        "list": _("Photos of this evening"),
        "none": _("There are no photos yet. Take one of each flip chart before it is rolled up."),
        "photo": _("Photo {number}"),
        "enlarge": _("Show photo {number} large"),
        "add": _("Add a photo"),
        "faces": _(
            "Only photograph paper: no faces, no name tags. What is in the picture all the same you can make "
            "unrecognisable before it is stored."
        ),
        "choose": _("Take or choose a photo"),
        "other": _("Another photo"),
        "kinds": _("JPEG, PNG or WebP. Place, time and device are taken out of the picture."),
        "full": _("There are as many photos as an evening can have. Delete one to add another."),
        "opening": _("The photo is being opened …"),
        "caption": _("What is to be seen?"),
        "captionNote": _("Needed: it stands below the photo and is read out to people who do not see it."),
        "captionMissing": _("Please say in a few words what is to be seen."),
        "table": _("Table"),
        "hall": _("Whole hall"),
        "send": _("Add the photo"),
        "drop": _("Do not take it"),
        "marked": _("Places that become unrecognisable: {n}"),
        "sending": _("The photo is being sent …"),
        "storing": _("The photo is being stored …"),
        "added": _("The photo is stored."),
        "notSent": _("The photo could not be sent. Please try again."),
        "notShown": _("The photo could not be loaded. Please try again."),
        "kind": _("This is no photo that can be taken: please choose a JPEG, PNG or WebP file."),
        "heic": _(
            "This browser cannot read HEIC photos. On an iPhone choose “Most Compatible” under Settings, "
            "Camera, Formats, or take a photo of it as JPEG."
        ),
        "tooLarge": _("This photo is too large. Please take a smaller one."),
        "unreadable": _("This file cannot be read as a photo; it may be damaged."),
        "edit": _("Change the words"),
        "store": _("Save"),
        "cancel": _("Cancel"),
        "up": _("Further up"),
        "down": _("Further down"),
        "erase": _("Delete"),
        "eraseAsk": _("Delete this photo for good? Nobody can bring it back."),
        "eraseNow": _("Delete for good"),
        "keep": _("Keep it"),
        "blur": _("Make unrecognisable"),
        "blurHow": _("Paint over faces, names and numbers. What is stored then cannot be taken back."),
        "blurNow": _("Make unrecognisable for good"),
        "take": _("Take these places over"),
        "busy": _("One moment …"),
        "tool": _("Tool"),
        "brush": _("Brush"),
        "box": _("Rectangle"),
        "thick": _("Thickness"),
        "undo": _("Undo"),
        "noPlace": _("Nothing is painted over yet."),
        "onePlace": _("1 place"),
        "places": _("{n} places"),
        "canvas": _("The photo to paint on"),
        "byNumbers": _("Set a rectangle by numbers, without a mouse"),
        "left": _("From the left (%)"),
        "top": _("From the top (%)"),
        "wide": _("Width (%)"),
        "high": _("Height (%)"),
        "setBox": _("Set the rectangle"),
    }
