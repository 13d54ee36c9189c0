"""The drawing board: shapes with smooth edges and shading, soft light and soft shadow."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from comptoir.demo.pictures.colours import SHADOW, Colour
from comptoir.demo.pictures.geometry import Outline, Point, Profile, oval, radius_at, turned

WIDTH, HEIGHT = 900, 640
# Edges are drawn so many times as large, as masks of one byte a pixel, and averaged: colours are
# then laid on at the final size only, for a quarter of the time of a sheet of double size.
_FINE = 3

type Box = tuple[int, int, int, int]
type MeshPart = tuple[Box, tuple[float, ...]]
type Painting = Sequence[tuple[Outline, Colour]]
# How bright a round body is from its left edge to its right: light falls in from the upper left.
_ROUND = (0.66, 0.66, 0.84, 1.0, 1.0, 0.94, 0.84, 0.7, 0.56, 0.5, 0.56, 0.56)
# The strip of light goes a little past the edges, where nothing would be black.
_EDGE = 1.16
_REDS = [round(255 * (tone / 255) ** 0.9) for tone in range(256)]
_COOLS = [round(255 * (tone / 255) ** 1.05) for tone in range(256)]


class Shape:
    """What was drawn: where, and how much of each pixel. Later light is clipped to it."""

    def __init__(self, points: Outline, sheet: tuple[int, int]) -> None:
        self.bounds = _bounds(points, pad=1)
        # What hangs over the edge of the sheet is not worked on.
        self.box = _common(self.bounds, (0, 0, *sheet)) or (0, 0, 1, 1)
        self._points = points

    @cached_property
    def mask(self) -> Image.Image:
        fine, brush = _fine_mask(self.box)
        brush.polygon(_magnified(self._points, self.box), fill=255)
        return fine.reduce(_FINE)


@dataclass(frozen=True, slots=True)
class Across:
    """Colours from left to right, evenly spread."""

    colours: tuple[Colour, ...]


@dataclass(frozen=True, slots=True)
class Down:
    """Colours from top to bottom, evenly spread."""

    colours: tuple[Colour, ...]


type Paint = Colour | Across | Down


class Canvas:
    """A sheet of 900 × 640 units that fills a picture of any size."""

    def __init__(self, size: tuple[int, int]) -> None:
        wide, high = size
        self.scale = max(wide / WIDTH, high / HEIGHT)
        self.shift = ((wide - WIDTH * self.scale) / 2, (high - HEIGHT * self.scale) / 2)
        self.turn: tuple[float, Point] | None = None
        self.image = Image.new("RGB", size)
        self.dim = False
        """Darker in its corners, as a telephone takes it indoors."""

    def zoom(self, factor: float, about: Point) -> None:
        """From here on everything is drawn so many times as large; that point stays."""
        (x, y), (dx, dy) = about, self.shift
        grown = self.scale * factor
        self.shift = (dx + x * (self.scale - grown), dy + y * (self.scale - grown))
        self.scale = grown

    @contextmanager
    def turned(self, degrees: float, about: Point) -> Iterator[None]:
        """What is drawn meanwhile stands aslant, clockwise."""
        before, self.turn = self.turn, (degrees, about)
        yield
        self.turn = before

    def backdrop(self, top: float, bottom: float, paint: Across | Down) -> None:
        """From edge to edge, between two heights."""
        high = self.image.height
        first, last = (
            min(high, max(0, round(y * self.scale + self.shift[1]))) for y in (top, bottom)
        )
        self.image.paste(_gradient(paint, (self.image.width, last - first)), (0, first))

    def fill(self, outline: Sequence[Point], paint: Paint, *, within: Shape | None = None) -> Shape:
        """Paints an area and returns it."""
        shape = self.shape(outline)
        if not isinstance(paint, Across | Down):
            self._lay(paint, shape.mask, shape.box, within)
            return shape
        left, top, right, bottom = shape.bounds
        colours = _gradient(paint, (right - left, bottom - top))
        self.image.paste(colours.crop(_seen_from(shape.bounds, shape.box)), shape.box, shape.mask)
        return shape

    def stroke(self, path: Sequence[Point], colour: Colour, width: float) -> None:
        """A line with round joints and ends."""
        points, thick = self._pixels(path), max(1, round(width * self.scale * _FINE))
        box = _common(_bounds(points, pad=thick // _FINE + 2), (0, 0, *self.image.size))
        if box is None:
            return
        fine, brush = _fine_mask(box)
        large = _magnified(points, box)
        brush.line(large, fill=255, width=thick, joint="curve" if thick > 8 else None)
        if thick > 8:
            half = thick / 2 - 0.5
            for x, y in (large[0], large[-1]):
                brush.ellipse((x - half, y - half, x + half, y + half), fill=255)
        self.image.paste(colour, box, fine.reduce(_FINE))

    def soft(
        self,
        outline: Sequence[Point],
        colour: Colour = SHADOW,
        *,
        strength: float,
        blur: float,
        within: Shape | None = None,
    ) -> None:
        """A blurred patch of light or shade: drawn small, then enlarged, so that it costs little."""
        coarse = max(1.0, blur * self.scale / 3)
        points = [(x / coarse, y / coarse) for x, y in self._pixels(outline)]
        left, top, right, bottom = _bounds(points, pad=8)
        small = Image.new("L", (right - left, bottom - top))
        spot = [(x - left, y - top) for x, y in points]
        ImageDraw.Draw(small).polygon(spot, fill=round(255 * min(1.0, strength)))
        small = small.filter(ImageFilter.GaussianBlur(3))
        place = _box(value * coarse for value in (left, top, right, bottom))
        seen = _common(place, within.box if within else (0, 0, *self.image.size))
        if seen is None:
            return
        # Only what shows is enlarged.
        part = tuple(side / coarse for side in _seen_from(place, seen))
        size = (seen[2] - seen[0], seen[3] - seen[1])
        mask = small.resize(size, Image.Resampling.BILINEAR, box=_inside(part, small.size))
        self._lay(colour, mask, seen, within)

    def model(self, shape: Shape, *, shade: float = 0.34, light: float = 0.3) -> None:
        """Gives a flat area body: light on its upper left, shade on its lower right."""
        left, top, right, bottom = (
            (side - self.shift[at % 2]) / self.scale for at, side in enumerate(shape.bounds)
        )
        wide, high = right - left, bottom - top
        blur = max(6.0, min(wide, high) * 0.22)
        before, self.turn = self.turn, None
        dark = oval((right - wide * 0.02, bottom - high * 0.04), wide * 0.52, high * 0.5)
        self.soft(dark, SHADOW, strength=shade, blur=blur, within=shape)
        bright = oval((left + wide * 0.26, top + high * 0.24), wide * 0.3, high * 0.3)
        self.soft(bright, (255, 252, 244), strength=light, blur=blur, within=shape)
        self.turn = before

    def cast(self, outline: Sequence[Point], *, strength: float = 0.38, blur: float = 14) -> None:
        """The shadow of a thing on the ground it stands on."""
        self.soft(outline, SHADOW, strength=strength, blur=blur)

    def turn_body(
        self, body: Shape, x: float, profile: Profile, *, paint: Painting = (), depth: float = 1.0
    ) -> None:
        """Paints a turned body and shades it: darker towards its edges, row by row."""
        self.decorate(body, paint)
        shade = self._shade(x, profile, body.box, depth)
        painted = self.image.crop(body.box)
        self.image.paste(ImageChops.multiply(painted, shade), body.box, body.mask)

    def decorate(self, shape: Shape, paint: Painting) -> None:
        """Many marks, none of them beyond the shape."""
        for outline, colour in paint:
            self.fill(outline, colour, within=shape)

    def shape(self, outline: Sequence[Point]) -> Shape:
        """The pixels of an outline, nothing painted."""
        return Shape(self._pixels(outline), self.image.size)

    def jpeg(self, *, quality: int = 86) -> bytes:
        file = BytesIO()
        picture = self.image
        if self.dim:
            picture = ImageChops.multiply(picture, _corners(picture.size))
        picture.save(file, "JPEG", quality=quality)
        return file.getvalue()

    def _pixels(self, points: Sequence[Point]) -> Outline:
        dx, dy = self.shift
        if self.turn is not None:
            points = turned(points, *self.turn)
        return [(x * self.scale + dx, y * self.scale + dy) for x, y in points]

    def _lay(self, colour: Colour, mask: Image.Image, place: Box, within: Shape | None) -> None:
        """Lays a colour on, as thick as the mask says and no further than a shape."""
        if within is None:
            self.image.paste(colour, place, mask)
            return
        seen = _common(place, within.box)
        if seen is not None:
            limit = within.mask.crop(_seen_from(within.box, seen))
            mine = mask.crop(_seen_from(place, seen))
            self.image.paste(colour, seen, ImageChops.multiply(mine, limit))

    def _shade(self, x: float, profile: Profile, place: Box, depth: float) -> Image.Image:
        """How bright each pixel of the body is; warm, so that blue and green fade first."""
        strip = Image.new("L", (len(_ROUND), 1))
        strip.putdata([round(255 - (255 - 255 * tone) * depth) for tone in _ROUND])
        strip = strip.resize((96, 2), Image.Resampling.BICUBIC)
        size = (place[2] - place[0], place[3] - place[1])
        rows = list(self._rows(x, profile, place, strip.width))
        grey = strip.transform(size, Image.Transform.MESH, rows, Image.Resampling.BILINEAR)
        return Image.merge("RGB", (grey.point(_REDS), grey.point(_COOLS), grey.point(_COOLS)))

    def _rows(self, x: float, profile: Profile, place: Box, width: int) -> Iterator[MeshPart]:
        """Where each band of pixels finds its light on the strip that goes once across."""
        left, top, right, bottom = place
        centre = x * self.scale + self.shift[0]
        step = max(4, (bottom - top) // 40)
        for start in range(0, bottom - top, step):
            end = min(start + step, bottom - top)
            quad: list[float] = []
            for row, side in ((start, left), (end, left), (end, right), (start, right)):
                height = (row + top - self.shift[1]) / self.scale
                radius = max(1.0, radius_at(profile, height) * self.scale)
                along = 0.5 + (side - centre) / (2 * radius * _EDGE)
                quad += (along * width, 0.0 if row == start else 2.0)
            yield (0, start, right - left, end), tuple(quad)


def _fine_mask(box: Box) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty mask for that part of the sheet, magnified, and a brush for it."""
    left, top, right, bottom = box
    mask = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
    return mask, ImageDraw.Draw(mask)


def _magnified(points: Outline, box: Box) -> Outline:
    left, top = box[:2]
    return [((x - left) * _FINE, (y - top) * _FINE) for x, y in points]


def _box(sides: Iterable[float]) -> Box:
    left, top, right, bottom = (round(side) for side in sides)
    return left, top, right, bottom


def _inside(part: tuple[float, ...], size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Rounding may ask for a sliver more than there is."""
    left, top, right, bottom = part
    return max(0.0, left), max(0.0, top), min(size[0], right), min(size[1], bottom)


def _common(one: Box, other: Box) -> Box | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _seen_from(place: Box, window: Box) -> Box:
    left, top = place[:2]
    return (window[0] - left, window[1] - top, window[2] - left, window[3] - top)


def _bounds(points: Sequence[Point], *, pad: int) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (
        int(min(xs)) - pad,
        int(min(ys)) - pad,
        int(max(xs)) + pad + 1,
        int(max(ys)) + pad + 1,
    )


def _corners(size: tuple[int, int]) -> Image.Image:
    """The light of a lamp at the upper left: full there, half at the lower right."""
    grey = Image.radial_gradient("L").resize((96, 96), Image.Resampling.BILINEAR)
    grey = grey.point([max(128, 255 - max(0, tone - 50) * 5 // 8) for tone in range(256)])
    # Twice as large as the picture, its middle at the upper left third.
    grey = grey.resize(size, Image.Resampling.BILINEAR, box=(22, 26, 84, 84))
    return Image.merge("RGB", (grey.point(_REDS), grey.point(_COOLS), grey.point(_COOLS)))


def _gradient(paint: Across | Down, size: tuple[int, int]) -> Image.Image:
    """Blended along one line, then repeated: a fifth of the time of blending every pixel."""
    across = isinstance(paint, Across)
    count = len(paint.colours)
    line = Image.new("RGB", (count, 1) if across else (1, count))
    line.putdata(list(paint.colours))
    blended = line.resize((size[0], 1) if across else (1, size[1]), Image.Resampling.BICUBIC)
    return blended.resize(size, Image.Resampling.NEAREST)
