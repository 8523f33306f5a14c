"""What is found by the squares boxes lie in is what a look at each of them finds."""

from random import Random

from forms.page.geometry import Box, Boxes, overlap, squares_of

FAR = (-1e30, -5.0, 0.0, 44.99, 45.0, 90.0, 595.0, 1191.0, 1e30)


def boxes_of(random: Random, count: int) -> list[Box]:
    """Cells, rules without a width, boxes over the whole page and beyond it."""
    found = []
    for _ in range(count):
        left, bottom = (random.choice((random.uniform(-20, 1220), *FAR)) for _ in "xy")
        wide, high = (random.choice((0.0, 0.5, 18.0, random.uniform(0, 300), 2_000.0)) for _ in "xy")
        found.append((left, bottom, left + wide, bottom + high))
    return found


def test_what_overlaps_is_found_wherever_it_lies() -> None:
    random = Random(14)
    held, asked = boxes_of(random, 300), boxes_of(random, 300)
    kept = Boxes()
    for box in held:
        kept.add(box, squares_of(box))
    few = Boxes()
    for box in held[:5]:
        few.add(box, squares_of(box))
    for box in asked:
        assert kept.meet(box, squares_of(box)) == any(overlap(box, one) for one in held)
        assert few.meet(box, squares_of(box)) == any(overlap(box, one) for one in held[:5])


def test_a_place_that_is_no_number_is_on_the_page() -> None:
    """PDFium says what a file says: whatever it is, a box lies in squares of the page, and not in a million."""
    nowhere = float("nan")
    assert len(squares_of((nowhere, nowhere, nowhere, nowhere))) == 1
    assert len(squares_of((-1e300, -1e300, 1e300, 1e300))) < 2_000
