"""The laws of the house, read from the syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from specimens import ROOT

ROOMS = ("index", "rag", "eval", "web")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
DOOR = ROOT / "onrecord.py"
SOURCES[DOOR] = ast.parse(DOOR.read_text(encoding="utf-8"))

OUTLAWED_MODULES = {"utils", "util", "helpers", "helper", "common", "core", "models", "schemas"}
OUTLAWED_TYPES = {
    *("Chunk", "Doc", "Context", "Result", "Item", "Data", "Record", "Metadata", "Manager"),
}
UNSAFE_IMPORTS = {"pickle", "cPickle", "joblib", "dill", "shelve", "marshal", "cloudpickle"}
UNSAFE_CALLS = {
    *("eval", "exec", "compile", "__import__", "yaml.load", "torch.load", "pickle.load"),
    *("pickle.loads", "os.system", "os.popen"),
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in SOURCES}


def room_of(module: str) -> str:
    return module.split(".", 1)[0]


def own(module: str | None) -> bool:
    return module is not None and room_of(module) in (*ROOMS, "onrecord")


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """The modules of this project that a tree imports: `from index import x` may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and own(node.module):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield (full if full in MODULES else str(node.module)), node
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if own(alias.name):
                    yield alias.name, node


def at(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an expression, as far as it is one."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def test_there_is_something_to_read() -> None:
    assert len(FILES) > 40
    assert {room_of(name) for name in MODULES} == {*ROOMS, "onrecord"}


def test_imports_point_one_way() -> None:
    wrong = [
        f"{at(path, node)} imports {name}"
        for path, tree in SOURCES.items()
        if path != DOOR
        for name, node in imported(tree)
        if room_of(name) == "onrecord"
        or ROOMS.index(room_of(name)) > ROOMS.index(room_of(module_name(path)))
    ]
    assert wrong == []


def test_the_front_door_imports_rooms_only_by_name_when_they_are_used() -> None:
    assert [at(DOOR, node) for _, node in imported(SOURCES[DOOR])] == []
    named = [
        node.value
        for node in ast.walk(SOURCES[DOOR])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(rf"(?:{'|'.join(ROOMS)})(?:\.\w+)+", node.value)
    ]
    assert len(named) > 4
    assert [name for name in named if name not in MODULES] == []


def test_no_module_needs_itself() -> None:
    needs = {
        module_name(path): {name for name, _ in imported(tree) if name != module_name(path)}
        for path, tree in SOURCES.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_every_own_import_names_a_module_that_is_there() -> None:
    wrong = [
        f"{at(path, node)} imports {name}"
        for path, tree in SOURCES.items()
        for name, node in imported(tree)
        if name not in MODULES
    ]
    assert wrong == []


def test_no_room_is_imported_bare_or_from_nearby() -> None:
    """`import eval` would hide a builtin, and `from . import x` says nothing about where."""
    wrong = [
        at(path, node)
        for path, tree in SOURCES.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(own(alias.name) for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.level or node.module in ROOMS))
    ]
    assert wrong == []


def test_own_modules_are_imported_at_the_top() -> None:
    wrong = [
        at(path, node)
        for path, tree in SOURCES.items()
        for outer in ast.walk(tree)
        if isinstance(outer, Function)
        for _, node in imported(outer)
    ]
    assert wrong == []


def test_no_module_is_a_drawer() -> None:
    wrong = [name for name in MODULES if OUTLAWED_MODULES & set(name.split("."))]
    assert wrong == []


def test_no_type_has_a_name_that_says_nothing() -> None:
    wrong = [
        f"{at(path, node)} {node.name}"
        for path, tree in SOURCES.items()
        for node in classes(tree)
        if node.name in OUTLAWED_TYPES
    ]
    assert wrong == []


def test_nothing_is_unpickled_or_run() -> None:
    wrong = []
    for path, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name.split(".")[0] for alias in node.names}
                names |= {(getattr(node, "module", None) or "").split(".")[0]}
                wrong += [f"{at(path, node)} {name}" for name in names & UNSAFE_IMPORTS]
        for call in calls(tree):
            if dotted(call.func) in UNSAFE_CALLS:
                wrong.append(f"{at(path, call)} {dotted(call.func)}")
            for given in call.keywords:
                value = given.value.value if isinstance(given.value, ast.Constant) else ...
                forbidden = given.arg in ("allow_pickle", "trust_remote_code", "shell")
                if forbidden and value is not False:
                    wrong.append(f"{at(path, call)} {given.arg}={ast.unparse(given.value)}")
            if dotted(call.func) in ("np.load", "np.save", "numpy.load"):
                said = {given.arg for given in call.keywords}
                wrong += [at(path, call)] if "allow_pickle" not in said else []
    assert wrong == []


def test_no_code_goes_from_text_back_to_an_offset() -> None:
    """The verbatim law: offsets are cut by, never searched for. Lists of ids have no `find`."""
    wrong = [
        f"{at(path, call)} {dotted(call.func)}"
        for path, tree in SOURCES.items()
        if path != DOOR and room_of(module_name(path)) in ("index", "rag")
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("find", "index", "rindex")
        and (path.relative_to(ROOT).as_posix(), dotted(call.func)) not in POSITIONS
    ]
    assert wrong == []


# Positions that are not offsets of a quotation: the number of a question among an interview's,
# and whether a bracket closes within one sentence.
POSITIONS = {
    ("index/verbs.py", "interview.questions.index"),
    ("index/sentences.py", "after.find"),
}


def decorators(node: ast.ClassDef) -> Iterator[ast.expr]:
    return (one for one in node.decorator_list if "dataclass" in dotted(getattr(one, "func", one)))


def test_values_are_frozen_and_slotted() -> None:
    wrong = []
    for path, tree in SOURCES.items():
        for node in classes(tree):
            for one in decorators(node):
                given = {k.arg: ast.unparse(k.value) for k in getattr(one, "keywords", ())}
                if (given.get("frozen"), given.get("slots")) != ("True", "True"):
                    wrong.append(f"{at(path, node)} {node.name}")
    assert wrong == []


def test_values_hold_tuples_and_no_lists_or_dicts() -> None:
    wrong = [
        f"{at(path, field)} {node.name}.{ast.unparse(field.target)}"
        for path, tree in SOURCES.items()
        if path != DOOR and room_of(module_name(path)) in ("index", "rag")
        for node in classes(tree)
        if any(decorators(node))
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        and re.match(r"(?:list|dict|set|List|Dict|Set)\b", ast.unparse(field.annotation))
    ]
    assert wrong == []


def test_everything_public_says_what_it_is() -> None:
    wrong = []
    for path, tree in SOURCES.items():
        if not ast.get_docstring(tree):
            wrong.append(str(path.relative_to(ROOT)))
        scopes: list[ast.Module | ast.ClassDef] = [tree, *classes(tree)]
        for node in (inner for scope in scopes for inner in scope.body):
            public = isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                wrong.append(f"{at(path, node)} {node.name}")
    assert wrong == []


@pytest.mark.parametrize("room", [*ROOMS, "index.readers"])
def test_a_room_names_its_modules(room: str) -> None:
    inside = {
        name.removeprefix(f"{room}.").split(".")[0]
        for name in MODULES
        if name.startswith(f"{room}.")
    }
    said = ast.get_docstring(SOURCES[MODULES[room]]) or ""
    assert sorted(name for name in inside if not re.search(rf"`{name}(?:\.py)?`", said)) == []


def test_tests_are_flat() -> None:
    """A folder `tests/eval` with an `__init__.py` would hide the room `eval`."""
    folder = ROOT / "tests"
    assert not (folder / "__init__.py").exists()
    assert list(folder.glob("*/*.py")) == []
