"""Codes with a check character of their own: one wrong sign is found out."""

import pytest

from models.formula.meaning import credit_code_ok, vin_ok


def test_a_credit_code_with_any_one_sign_changed_is_found_out() -> None:
    code = "91350100M000100Y43"
    assert credit_code_ok(code)
    changed = [code[:at] + sign + code[at + 1 :] for at in range(18) for sign in "0123456789ABXY" if sign != code[at]]
    assert not any(map(credit_code_ok, changed))


@pytest.mark.parametrize(
    "text", ["", "91350100M000100Y4", "91350100m000100y43", "91350100M000100Y4３", "91350100M0001O0Y43"]
)
def test_what_has_not_the_shape_of_a_credit_code_is_none(text: str) -> None:
    assert not credit_code_ok(text)


def test_a_vehicle_number_has_seventeen_signs_without_i_o_q() -> None:
    assert vin_ok("LFWADRJF011002346")
    assert not any(
        map(vin_ok, ("LFWADRJF01100234", "LFWADRJF0110023460", "LFWADRJF01100234O", "lfwadrjf011002346", ""))
    )
