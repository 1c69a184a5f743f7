"""The demo's photos: small drawings of what is broken, and of the same place when it is mended."""

import io
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from cases.files.images import prepared
from cases.models import Attachment

WIDTH, HEIGHT = 480, 360
HORIZON = 170
SKIES = ("#a9cce3", "#c5d9e2", "#8fb6d3", "#d7dde0", "#34495e")
WALLS = ("#d5c4a1", "#c9b8a8", "#b7c4b1", "#d8bfa0")


def _prepared(image: Image.Image, *, quality: int) -> Attachment:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return prepared(SimpleUploadedFile("photo.jpg", buffer.getvalue()))


class Pictures:
    """Draws scenes; no two are quite the same."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.mended: dict[str, Image.Image] = {}

    def take(self, scene: str, *, mended: bool = False) -> Attachment:
        """A prepared photo of a scene: road, lamp, water, rubbish or tree."""
        image = self._drawn(scene, mended)
        if mended:
            self.mended[scene] = image
        return _prepared(image, quality=75)

    def take_again(self, scene: str) -> Attachment:
        """What an officer in a hurry sends: the last photo of work done at such a place, saved once more."""
        image = self.mended.get(scene)
        return _prepared(image, quality=50) if image else self.take(scene, mended=True)

    def _drawn(self, scene: str, mended: bool) -> Image.Image:
        image = Image.new("RGB", (WIDTH, HEIGHT), self.rng.choice(SKIES))
        draw = ImageDraw.Draw(image)
        self._street(draw)
        getattr(self, f"_{scene}")(draw, mended)
        return image

    def _street(self, draw: ImageDraw.ImageDraw) -> None:
        left = -self.rng.randint(0, 60)
        while left < WIDTH:
            width, height = self.rng.randint(70, 130), self.rng.randint(50, 130)
            draw.rectangle((left, HORIZON - height, left + width, HORIZON), self.rng.choice(WALLS))
            draw.rectangle((left + 20, HORIZON - 40, left + 45, HORIZON), "#6d5a4a")
            left += width + self.rng.randint(4, 30)
        draw.rectangle((0, HORIZON, WIDTH, HEIGHT), "#8d8d88")
        draw.rectangle((0, HORIZON, WIDTH, HORIZON + 24), "#b5b0a5")
        for dash in range(-40, WIDTH, 90):
            draw.polygon([(dash, 290), (dash + 50, 290), (dash + 46, 296), (dash - 4, 296)], "#f2efe2")

    def _road(self, draw: ImageDraw.ImageDraw, mended: bool) -> None:
        for _ in range(1 if mended else 4):
            x, y, size = self.rng.randint(40, 360), self.rng.randint(220, 310), self.rng.randint(24, 60)
            box = (x, y, x + 2 * size, y + size)
            if mended:
                draw.rectangle(box, "#4b4b49")
            else:
                draw.ellipse(box, "#5f5a52", "#3c3833", 3)

    def _lamp(self, draw: ImageDraw.ImageDraw, mended: bool) -> None:
        x = self.rng.randint(120, 340)
        if mended:
            draw.polygon([(x + 52, 46), (x - 10, 330), (x + 140, 330)], "#f7e9a0")
        draw.rectangle((x, 30, x + 8, 300), "#4f5b62")
        draw.rectangle((x, 30, x + 60, 36), "#4f5b62")
        draw.ellipse((x + 44, 32, x + 72, 48), "#fff3b0" if mended else "#2d3136")

    def _water(self, draw: ImageDraw.ImageDraw, mended: bool) -> None:
        if not mended:
            draw.rectangle((0, HORIZON + self.rng.randint(20, 50), WIDTH, HEIGHT), "#7a6f5a")
        for n in range(6):
            y = 230 + 20 * n
            draw.line((self.rng.randint(0, 80), y, self.rng.randint(300, WIDTH), y), "#978b73", 2)
        draw.rectangle((200, 300, 280, 330), "#3f4447")

    def _rubbish(self, draw: ImageDraw.ImageDraw, mended: bool) -> None:
        for n in range(2):
            draw.rectangle((90 + 70 * n, 180, 140 + 70 * n, 260), "#2f7d4f", "#1d4f32", 3)
        for _ in range(0 if mended else 14):
            x, y, size = self.rng.randint(70, 330), self.rng.randint(240, 310), self.rng.randint(16, 40)
            draw.ellipse(
                (x, y, x + size, y + size), self.rng.choice(("#2b2b2b", "#e8e4da", "#5b7fa6", "#9a6b4f"))
            )

    def _tree(self, draw: ImageDraw.ImageDraw, mended: bool) -> None:
        x = self.rng.randint(120, 300)
        draw.rectangle((x, 120, x + 22, 300), "#6b4a32")
        draw.line((0, 90, WIDTH, 70), "#222222", 3)
        for _ in range(8 if mended else 26):
            spread = 40 if mended else 110
            dx, dy = self.rng.randint(-spread, spread), self.rng.randint(-30 if mended else -90, 40)
            draw.ellipse(
                (x + dx - 26, 120 + dy - 22, x + dx + 34, 120 + dy + 26),
                self.rng.choice(("#4c7a3d", "#5d8f4a")),
            )
