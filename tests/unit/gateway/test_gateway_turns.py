"""One's own gateway comes first unless it was away a moment ago."""

from genpon.gateway.turns import Turns


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_was_away_comes_last_for_a_while() -> None:
    watch = Watch()
    turns = Turns(["A", "B", "C"], rest=30, now=watch)
    assert turns.order() == ("A", "B", "C")
    turns.away("A")
    assert turns.order() == ("B", "C", "A")
    watch.now = 1
    turns.away("B")
    assert turns.order() == ("C", "A", "B")
    watch.now = 30.5
    assert turns.order() == ("A", "C", "B")
    watch.now = 31
    assert turns.order() == ("A", "B", "C")


def test_where_all_were_away_the_first_one_is_tried_again() -> None:
    watch = Watch()
    turns = Turns(["A", "B"], now=watch)
    for second, msp_id in enumerate("AB"):
        watch.now = second
        turns.away(msp_id)
    assert turns.order() == ("A", "B")
