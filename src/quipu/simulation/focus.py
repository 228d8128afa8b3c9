"""What the evaluation looks into: the two objectives that come first in the route, and some of their actions."""

from __future__ import annotations

from dataclasses import dataclass

from quipu.simulation.catalogue import ActionSpec, ObjectiveSpec

_ACTIONS = (4, 3)


@dataclass(frozen=True)
class Focus:
    """The prioritised objectives and, for each, its prioritised actions."""

    objectives: tuple[ObjectiveSpec, ...]
    actions: tuple[tuple[ActionSpec, ...], ...]

    def element(self, turn: str) -> str | None:
        """Code of an element named by turn: `1` the first objective, `2.3` the third action of the second."""
        objective, _, action = turn.partition(".")
        place = int(objective) - 1
        if place >= len(self.objectives):
            return None
        if not action:
            return self.objectives[place].code
        chosen = self.actions[place]
        return chosen[int(action) - 1].code if int(action) <= len(chosen) else None

    @property
    def codes(self) -> list[str]:
        """Every prioritised element, objectives first."""
        return [objective.code for objective in self.objectives] + [a.code for some in self.actions for a in some]


def focus_of(objectives: tuple[ObjectiveSpec, ...]) -> Focus:
    """Chooses what to look into."""
    chosen = tuple(sorted(objectives, key=lambda objective: objective.priority)[: len(_ACTIONS)])
    return Focus(chosen, tuple(one.actions[:most] for one, most in zip(chosen, _ACTIONS, strict=False)))
