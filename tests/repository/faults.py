"""The small faults that can be put into a module, and the module's text or code with one of them in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

_OTHER_COMPARISON: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One small fault, not yet made: the place of its node in the module's tree, and what is done to it."""

    module: str
    node: int
    line: int
    what: str


def mutants_of(copy: Path, module: str) -> Iterator[Mutant]:
    """Every mutant of one module of a copy, named by its path in the repository."""
    tree = ast.parse((copy / module).read_text("utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        for what in _changes(node):
            yield Mutant(module, number, getattr(node, "lineno", 0), what)


@dataclass(frozen=True)
class Spoilt:
    """A module with the fault in it."""

    text: str
    code: CodeType | None
    """The outermost function in whose body the fault is, its lines numbered as without it; None outside of all."""


def spoil(copy: Path, mutant: Mutant) -> Spoilt:
    """Put the fault into what is read of the module; nothing is written."""
    tree = ast.parse((copy / mutant.module).read_text("utf-8"))
    node = next(each for number, each in enumerate(ast.walk(tree)) if number == mutant.node)
    function = _function_around(node, tree)
    _changes(node)[mutant.what]()
    whole = compile(ast.fix_missing_locations(tree), str(copy / mutant.module), "exec", dont_inherit=True)
    return Spoilt(ast.unparse(tree), _code_of(function, whole) if function else None)


def _function_around(node: ast.AST, tree: ast.Module) -> tuple[int, str] | None:
    """Defaults, decorators and annotations are no body: they are executed when the module is imported."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, ast.FunctionDef):
            if any(each is node for inner in statement.body for each in ast.walk(inner)):
                decorated = (each.lineno for each in statement.decorator_list)
                return min([statement.lineno, *decorated]), statement.name
        else:
            waiting.extend(each for each in ast.iter_child_nodes(statement) if isinstance(each, ast.stmt))
    return None


def _code_of(function: tuple[int, str], code: CodeType) -> CodeType | None:
    if (code.co_firstlineno, code.co_name) == function:
        return code
    inner = (_code_of(function, each) for each in code.co_consts if isinstance(each, CodeType))
    return next((each for each in inner if each), None)


def _changes(node: ast.AST) -> dict[str, Callable[[], None]]:
    """What can be done to a node: a name for each change, and the change itself."""

    def put(field: str, value: object) -> Callable[[], None]:
        return lambda: setattr(node, field, value)

    if isinstance(node, ast.Compare) and type(node.ops[0]) in _OTHER_COMPARISON:
        other = _OTHER_COMPARISON[type(node.ops[0])]
        return {f"{type(node.ops[0]).__name__} is {other.__name__}": put("ops", [other(), *node.ops[1:]])}
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        changes = {"never": put("test", ast.Constant(False))}
        if not isinstance(node, ast.While):
            changes["always"] = put("test", ast.Constant(True))
        return changes
    if isinstance(node, ast.BoolOp):
        return {"and is or": put("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())}
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        return {"nothing is returned": put("value", ast.Constant(None))}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return {"the call is left out": put("value", ast.Constant(None))}
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return {"one more": put("value", node.value + 1)}
    return {}
