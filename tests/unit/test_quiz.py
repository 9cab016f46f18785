"""三问: the right answer stands among wrong ones that are wrong for sure, and always at the same place."""

import pytest

from ymh_desktop.domain.quiz import Known, Limits, QuizPart, Saying, alike, answers, is_wrong_here, question

LIMITS = Limits(("断电", "120"), frozenset({"WSA10004"}))
LATHE = ("车床", "卡盘")
SAW = ("圆锯", "锯片")
STRANGERS = (
    Saying("卡盘扳手忘了拔，开机飞出", LATHE, ("WSA10004",)),
    Saying("锯片碰到手", SAW, ("WSA10004",)),
    Saying("锯片旁边起火", SAW, ("WSA10009",)),
)
KNOWN = Known("平刨\n推料时手一滑，碰到旋转的刀轴", frozenset({("120202", frozenset({"WSA10004"}))}))


def test_a_question_has_one_right_answer_among_two_wrong_ones() -> None:
    asked = question(QuizPart.DANGER, ("碰到旋转的刀轴",), KNOWN, STRANGERS, LIMITS, "一")
    assert asked is not None
    assert sorted(asked.options) == sorted(["碰到旋转的刀轴", "卡盘扳手忘了拔，开机飞出", "锯片碰到手"])
    assert asked.options[asked.right] == "碰到旋转的刀轴"
    assert asked == question(QuizPart.DANGER, ("碰到旋转的刀轴",), KNOWN, STRANGERS, LIMITS, "一")


def test_the_right_answer_does_not_always_stand_at_the_same_letter() -> None:
    made = [question(QuizPart.DANGER, ("碰到刀轴",), KNOWN, STRANGERS, LIMITS, str(salt)) for salt in range(20)]
    assert {each.letter for each in made if each is not None} == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("part", "saying", "why"),
    [
        (QuizPart.DANGER, Saying("锯片旁边起火", SAW, ("WSA10009",)), "a fire hurts the neighbour too"),
        (
            QuizPart.DANGER,
            Saying("料小，手到了锯片上", SAW, ("WSA10004",), "120202"),
            "it happens here in the same way",
        ),
        (QuizPart.DUTY, Saying("锯小料用推棍，手离锯片远", SAW, ("WSA10004",), "120202"), "the same way asks the same"),
        (QuizPart.DUTY, Saying("换锯片先断电", SAW), "right everywhere"),
        (QuizPart.DUTY, Saying("短料用推把", SAW), "names nothing strange"),
        (QuizPart.DUTY, Saying("刀轴停稳再量", ("刀轴",)), "the thing is met here"),
        (QuizPart.EMERGENCY, Saying("手断了：打120", SAW), "the case can happen here"),
    ],
)
def test_what_might_be_right_here_is_no_wrong_answer(part: QuizPart, saying: Saying, why: str) -> None:
    assert not is_wrong_here(part, saying, KNOWN, LIMITS), why


def test_a_case_that_cannot_happen_here_is_a_wrong_answer_whatever_is_done_then() -> None:
    assert is_wrong_here(QuizPart.EMERGENCY, Saying("锯片飞出：断电，打120", SAW), KNOWN, LIMITS)


def test_without_enough_strangers_nothing_is_asked() -> None:
    assert question(QuizPart.DANGER, ("碰到刀轴",), KNOWN, STRANGERS[:1], LIMITS, "") is None
    assert question(QuizPart.DANGER, (), KNOWN, STRANGERS, LIMITS, "") is None


def test_wrong_answers_speak_of_different_things_if_they_can() -> None:
    more = (STRANGERS[0], Saying("卡盘没停稳就去量", LATHE, ("WSA10004",)), STRANGERS[1])
    asked = question(QuizPart.DANGER, ("碰到刀轴",), KNOWN, more, LIMITS, "")
    assert asked is not None
    assert set(asked.options) == {"碰到刀轴", STRANGERS[0].text, STRANGERS[1].text}
    alone = question(QuizPart.DANGER, ("碰到刀轴",), KNOWN, more[:2], LIMITS, "")
    assert alone is not None
    assert set(alone.options) == {"碰到刀轴", more[0].text, more[1].text}


def test_other_wrong_answers_leave_the_letter_of_the_right_one_where_it_was() -> None:
    """A sheet is corrected with its key, also when another post's card changed in between."""
    more = (Saying("卡盘没停稳就去量", LATHE, ("WSA10004",)), STRANGERS[1])
    for salt in map(str, range(9)):
        first = question(QuizPart.DANGER, ("碰到刀轴",), KNOWN, STRANGERS, LIMITS, salt)
        later = question(QuizPart.DANGER, ("碰到刀轴",), KNOWN, more, LIMITS, salt)
        assert first is not None
        assert later is not None
        assert first.letter == later.letter


def test_sentences_that_say_nearly_the_same_are_alike() -> None:
    assert alike("喂料用推料棒，手不进料口", "用推料棒，手不伸进料口")
    assert not alike("喂料用推料棒", "先开排烟再焊")


def test_letters_are_marked_one_by_one_and_a_missing_one_is_wrong() -> None:
    asked = [question(QuizPart.DANGER, ("碰到刀轴",), KNOWN, STRANGERS, LIMITS, str(n)) for n in range(3)]
    questions = [each for each in asked if each is not None]
    key = "".join(each.letter for each in questions)
    assert list(answers(key.lower(), questions)) == [True, True, True]
    assert list(answers(key[:2], questions)) == [True, True, False]
    assert list(answers(f"-{key[1:]}", questions)) == [False, True, True]
