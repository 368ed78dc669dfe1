"""The four rounds of January 2023, in the order in which they were on site. Source: S4.1."""

from __future__ import annotations

from datetime import date

from holdfast.sample.rounds import environment_new_material, safety_new_material, shanxi_aluminium
from holdfast.sample.rounds.rows import Round

_NEW_MATERIAL = (date(2023, 1, 4), date(2023, 1, 10))
_SHANXI = (date(2023, 1, 10), date(2023, 1, 13))

ROUNDS: tuple[Round, ...] = (
    Round(
        "新材料公司安全专项督察“回头看”",
        "safety look-back at New Materials",
        "新材料公司",
        "safety",
        *_NEW_MATERIAL,
        safety_new_material.FINDINGS,
    ),
    Round(
        "新材料公司生态环境保护督察“回头看”",
        "environment look-back at New Materials",
        "新材料公司",
        "environment",
        *_NEW_MATERIAL,
        environment_new_material.FINDINGS,
    ),
    Round(
        "山西铝业公司安全专项督察“回头看”",
        "safety look-back at Shanxi Aluminium",
        "山西铝业公司",
        "safety",
        *_SHANXI,
        shanxi_aluminium.SAFETY,
    ),
    Round(
        "山西铝业公司生态环境保护督察“回头看”",
        "environment look-back at Shanxi Aluminium",
        "山西铝业公司",
        "environment",
        *_SHANXI,
        shanxi_aluminium.ENVIRONMENT,
    ),
)
