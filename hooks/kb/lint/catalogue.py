"""The rules: what `data/rules.yaml` says of each, validated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ..problem import Severity

SEVERITIES: Final = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "hint": Severity.HINT,
}


class RuleInfo(BaseModel):
    """What editors are told of a rule; the examples are its tests."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    family: str
    name: str
    level: Literal["error", "warning", "hint"] = Field(alias="severity")
    pages: bool = False
    """Whether it is for the site's own pages too, not only for papers."""
    why: str
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.level]

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "警告", "hint": "提示"}[self.level]


@lru_cache(maxsize=1)
def rules() -> Mapping[str, RuleInfo]:
    """Id → rule, in the order of the file."""
    text = (files("kb.lint") / "data" / "rules.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = [RuleInfo.model_validate(entry) for entry in yaml.load(text, loader)]
    return {rule.id: rule for rule in found}


def families() -> dict[str, tuple[RuleInfo, ...]]:
    """The rules by family, for the page that explains them."""
    names = dict.fromkeys(rule.family for rule in rules().values())
    return {name: tuple(r for r in rules().values() if r.family == name) for name in names}
