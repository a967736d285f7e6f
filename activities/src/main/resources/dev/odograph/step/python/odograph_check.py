"""Says what is wrong with the code of a python step, without running it: JSON on standard input and output."""

import ast
import json
import sys


def parsed(file, text, wrong):
    try:
        return ast.parse(text, file)
    except SyntaxError as e:
        shown = f", at {e.text.strip()!r}" if e.text and e.text.strip() else ""
        wrong.append(f"{file}:{e.lineno or 1}: it is not Python {sys.version_info.major}.{sys.version_info.minor}: {e.msg}{shown}")
    except ValueError as e:
        wrong.append(f"{file}:1: it is not Python: {e}")
    return None


def own(function):
    """Nodes of a function's body without those of functions inside it."""
    open_ = list(function.body)
    while open_:
        node = open_.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            open_.extend(ast.iter_child_nodes(node))


def check(file, tree, name, inputs, wrong):
    functions = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    named = [n for n in functions if n.name == name]
    if not named:
        bound = {a.asname or a.name for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names}
        bound |= {t.id for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
        if name not in bound:
            there = ", ".join(n.name for n in functions) or "none"
            wrong.append(f'{file}:1: it has no function "{name}" (its functions: {there}): name one that is there')
        return
    function = named[-1]
    at = f"{file}:{function.lineno}: "
    if isinstance(function, ast.AsyncFunctionDef):
        wrong.append(at + f"function {name} is async: let it be a plain function that returns a table")
    if any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in own(function)):
        wrong.append(at + f"function {name} yields: let it return one table")
    elif not any(isinstance(n, ast.Return) and n.value is not None for n in own(function)):
        if not any(isinstance(n, ast.Raise) for n in own(function)):
            wrong.append(at + f"function {name} returns nothing: return a table")
    arguments = function.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    needed = positional - len(arguments.defaults)
    keywords = [a.arg for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if d is None]
    fits = needed <= len(inputs) + 1 and (positional >= len(inputs) or arguments.vararg is not None)
    if not fits or keywords:
        given = ", ".join(a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))
        wrong.append(
            at + f"function {name} takes ({given}), but the step has {len(inputs)} input(s): "
            f"let it take ({', '.join(inputs)}) and, where it reads parameters, params"
        )


def main():
    request = json.load(sys.stdin)
    wrong = []
    tree = parsed(request["file"], request["source"], wrong)
    for name, text in sorted(request["modules"].items()):
        parsed(name + ".py", text, wrong)
    if tree is not None:
        check(request["file"], tree, request["function"], request["inputs"], wrong)
    json.dump(wrong, sys.stdout)


main()
