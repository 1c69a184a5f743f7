"""Pictures to test with: as somebody sends them, and as they are kept."""

import io
import random
from functools import reduce
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageEnhance

from cases.files.images import prepared
from cases.models import Attachment


def picture(width: int = 320, height: int = 240, *, name: str = "hole.jpg", **options: Any) -> Any:
    """A small uploaded picture; `options` go to Pillow's save (`format`, `exif`), `mode` to the image."""
    mode = options.pop("mode", "RGB")
    buffer = io.BytesIO()
    options.setdefault("format", "JPEG")
    Image.new(mode, (width, height), "teal").save(buffer, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def scene(number: int, *, brighter: float = 1, quality: int = 85, **sizes: int) -> Any:
    """An uploaded picture of a place of its own, drawn from its number; brighter, smaller (`width`) or poorer
    it is the same picture."""
    rng, layers = random.Random(number), []
    for side in (2, 4, 8, 16, 32):
        noise = Image.frombytes("L", (side, side), rng.randbytes(side * side))
        layers.append(noise.resize((480, 360), Image.Resampling.BICUBIC))
    image = reduce(lambda one, other: Image.blend(one, other, 0.45), layers)
    width = sizes.get("width", 480)
    image = ImageEnhance.Brightness(image.convert("RGB")).enhance(brighter).resize((width, width * 3 // 4))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return SimpleUploadedFile("scene.jpg", buffer.getvalue(), content_type="image/jpeg")


def photo() -> Attachment:
    """A prepared photo that is not stored yet, as a verb takes it."""
    return prepared(picture())
