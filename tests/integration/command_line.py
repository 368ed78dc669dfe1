"""A small office for tests of the command line, prepared once and copied, and a way to call it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from casework.app import App
from casework.bootstrap import init_app
from casework.organising import enter_organisation
from casework.policies_in_force import activate_shipped, read_features
from casework.settings import Settings
from domain.people import Appointment, Person, Unit
from holdfast.cli import run
from holdfast.shipped import shipped_features

MORNING = datetime(2023, 2, 13, 1, 0, tzinfo=UTC)
GROUP = Unit("u-group", "集团", None, "Group", "group")
COMPANY = Unit("u-company", "山西公司", GROUP.id, "Shanxi Company", "company")
PLANT = Unit("u-plant", "氧化铝厂", COMPANY.id, "Alumina plant", "plant")
NAMED_BY_POLICY = (
    Unit("u-new-materials", "新材料公司", GROUP.id, "New Materials Company", "company"),
    Unit("u-shanxi", "山西铝业公司", GROUP.id, "Shanxi Aluminium Company", "company"),
)
"""Clauses of the shipped policy are scoped by these companies."""

OFFICES = (
    ("bai", "白一", COMPANY, "supervision_office", COMPANY),
    ("cai", "蔡二", COMPANY, "inspector", COMPANY),
    ("deng", "邓三", COMPANY, "supervision_leader", COMPANY),
    ("feng", "冯四", COMPANY, "supervision_executive_deputy", COMPANY),
    ("gao", "高五", PLANT, "unit_admin_head", PLANT),
    ("han", "韩六", PLANT, "unit_party_head", PLANT),
    ("jia", "贾七", GROUP, "head_of_compliance", GROUP),
    ("kang", "康八", COMPANY, "supervision_member", COMPANY),
    ("lan", "兰九", PLANT, "liaison_officer", PLANT),
    ("meng", "孟十", PLANT, None, PLANT),
    ("ning", "宁甲", COMPANY, "trade_union", COMPANY),
)


@dataclass
class Answer:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def refusal(self) -> Any:  # noqa: ANN401 - any JSON
        """Standard error as JSON."""
        return json.loads(self.err)


@dataclass
class Desk:
    """A data folder, and a command line in front of it."""

    data: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str, lang: str = "zh") -> Answer:
        self.capture.readouterr()
        code = run([*words, "--data", str(self.data), "--lang", lang])
        said = self.capture.readouterr()
        return Answer(code, said.out, said.err)

    def done(self, *words: str) -> Answer:
        """As a call that must succeed."""
        answer = self(*words)
        assert answer.code == 0, answer.err
        return answer


def prepare(data: Path, *, driven: bool) -> None:
    """An installation with the shipped policy and a few people."""
    app = init_app(Settings(data=data), driven_from=MORNING if driven else None)
    activate_shipped(app, read_features(shipped_features()))
    enter_small_office(app)
    app.close()


def enter_small_office(app: App) -> None:
    """Three units, and somebody in every office that a finding needs."""
    since = MORNING.date().replace(year=2020)
    enter_organisation(
        app,
        units=(GROUP, COMPANY, PLANT, *NAMED_BY_POLICY),
        aliases=[("氧化铝分厂", PLANT.id)],
        people=[
            Person(f"p-{handle}", handle, name, home.id) for handle, name, home, _, _ in OFFICES
        ],
        appointments=[
            Appointment(f"p-{handle}", role, unit.id, since)
            for handle, _, _, role, unit in OFFICES
            if role is not None
        ],
    )


@pytest.fixture(scope="session")
def driven_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared data folder with a driven clock, only to be copied."""
    data = tmp_path_factory.mktemp("driven") / "var"
    prepare(data, driven=True)
    return data


@pytest.fixture
def desk(driven_office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A command line on a fresh copy of the office, at nine on Monday 13 February 2023."""
    data = tmp_path / "var"
    shutil.copytree(driven_office, data)
    return Desk(data, capsys)


def open_round(desk: Desk) -> str:
    """An inspection round of the company; its number."""
    answer = desk.done(
        "case", "open", "督察", "--set", "名称=安全督察", "--set", "责任单位=山西公司",
        "--number", "R1", "--as", "bai", "--json",
    )  # fmt: skip
    return str(answer.json["number"])


def open_finding(desk: Desk, *more: str) -> str:
    """A finding of the plant under a round; its number."""
    number = open_round(desk)
    answer = desk.done(
        "case", "open", "finding", "--under", number, "--as", "cai", "--json",
        "--set", "责任单位=氧化铝分厂", "--set", "description=联轴器无防护罩", *more,
    )  # fmt: skip
    return str(answer.json["number"])
