"""The API's own description (OpenAPI) as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from web.views import ApiView, Field, Operation, Outcome, Shape

# What OpenAPI describes is JSON of any shape; it is read here and nowhere else.
Schema = Mapping[str, Any]


def api_view(described: Schema, base: str) -> ApiView:
    """The page of a description; `base` is the address that the examples ask."""
    shapes = described.get("components", {}).get("schemas", {})
    operations = (
        operation(path, method, one, shapes, base.rstrip("/"))
        for path, methods in described["paths"].items()
        for method, one in methods.items()
    )
    return ApiView(
        version=described["info"]["version"],
        operations=tuple(operations),
        shapes=tuple(
            Shape(name, shape.get("description", ""), tuple(fields(shape)))
            for name, shape in shapes.items()
            if shape.get("properties")
        ),
    )


def operation(path: str, method: str, one: Schema, shapes: Schema, base: str) -> Operation:
    """One operation."""
    sent = one["requestBody"]["content"]["application/json"] if "requestBody" in one else {}
    request = resolved(sent["schema"], shapes) if sent else {}
    outcomes = tuple(outcome(status, said) for status, said in one["responses"].items())
    response = shapes.get(outcomes[0].shape, {}) if outcomes[0].shape else {}
    return Operation(
        anchor=f"{method}{path.replace('/', '-').replace('{', '').replace('}', '')}",
        method=method.upper(),
        path=path,
        summary=one.get("summary", ""),
        about=one.get("description", ""),
        parameters=tuple(parameter(p) for p in one.get("parameters", ())),
        request=tuple(fields(request)),
        response=tuple(fields(response)),
        outcomes=outcomes,
        curl=curl(base, path, method, request),
    )


def parameter(one: Schema) -> Field:
    """A parameter in the path or the query."""
    kind = named_type(one["schema"])
    return Field(one["name"], kind, None, one["required"], one.get("description", ""))


def outcome(status: str, said: Schema) -> Outcome:
    """A status that an operation answers with."""
    content: dict[str, Schema] = said.get("content", {})
    media = next(iter(content), "")
    shape = shape_of(content[media].get("schema", {})) if media else None
    return Outcome(status, said["description"], media, shape)


def resolved(schema: Schema, shapes: Schema) -> Schema:
    """A schema itself, not the reference to it."""
    name = shape_of(schema)
    found: Schema = shapes[name] if name else schema
    return found


def fields(schema: Schema) -> Iterator[Field]:
    """The fields of a shape."""
    required = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        about = one.get("description", "")
        yield Field(name, named_type(one), shape_of(one), name in required, about)


def shape_of(schema: Schema) -> str | None:
    """The name of the shape that a schema is, holds or lists."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    inner = (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else []))
    return next((name for one in inner if (name := shape_of(one))), None)


def named_type(schema: Schema) -> str:
    """A schema's type in words, with its bounds."""
    if "$ref" in schema:
        return shape_of(schema) or ""
    if "anyOf" in schema:
        return " or ".join(named_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if schema.get("type") == "array":
        return f"list of {named_type(schema['items'])}{bounds(schema, 'Items')}"
    kind = str(schema.get("type", "any"))
    return f"{kind}{bounds(schema, 'Length')}{bounds(schema, 'imum')}"


def bounds(schema: Schema, of: str) -> str:
    """The smallest and the largest that a schema allows, in words."""
    low, high = schema.get(f"min{of}"), schema.get(f"max{of}")
    if high is not None and of == "Items":
        return f"; at most {high:,} of them"
    if high is not None:
        return f", {low or 0} to {high:,}{' characters' if of == 'Length' else ''}"
    return f", {low} or more" if low is not None and of == "imum" else ""


def curl(base: str, path: str, method: str, request: Schema) -> str:
    """A command that tries the operation."""
    if method != "post":
        return f"curl {base}{path.replace('{id}', 'ID')}"
    examples = {
        name: one["examples"][0]
        for name, one in request.get("properties", {}).items()
        if one.get("examples")
    }
    return (
        f"curl {base}{path} \\\n  -H 'Content-Type: application/json' \\\n"
        f"  -d '{json.dumps(examples, ensure_ascii=False)}'"
    )
