"""``B-graph-shopping``: two apples, then oranges too, with tax: the price forwards, and backwards what it hangs on."""

from __future__ import annotations

import sutja.nn as nn
from sutja.labs.computed import Computed, Finding, half_a_unit
from sutja.language import translate as _
from sutja.nn.drawing import Drawing
from sutja.nn.primer import AddLayer, MulLayer

__all__ = ["shopping"]

APPLE, APPLES, ORANGE, ORANGES, TAX = 100, 2, 150, 3, 1.1


def shopping() -> Computed:
    """Both of the deck's problems by the primer's nodes, drawn by the engine."""
    apples, taxed = MulLayer(), MulLayer()
    price = taxed.forward(apples.forward(APPLE, APPLES), TAX)
    d_fruit, d_tax = taxed.backward(1)
    d_apple, d_apples = apples.backward(d_fruit)
    findings = [
        Finding(_("price of the apples"), float(price), 220.0),
        Finding(_("price changes by the price of an apple"), float(d_apple), 2.2, half_a_unit(1)),
        Finding(_("price changes by the number of apples"), float(d_apples), 110.0),
        Finding(_("price changes by the tax"), float(d_tax), 200.0),
        *_with_oranges(),
    ]
    drawings = {"apples": _drawing_of_apples(), "apples-and-oranges": _drawing_of_both()}
    return Computed(
        tuple(findings),
        {name: drawing.svg for name, drawing in drawings.items()},
        "\n\n".join(str(drawing) for drawing in drawings.values()),
    )


def _with_oranges() -> list[Finding]:
    apples, oranges, fruit, taxed = MulLayer(), MulLayer(), AddLayer(), MulLayer()
    both = fruit.forward(apples.forward(APPLE, APPLES), oranges.forward(ORANGE, ORANGES))
    price = taxed.forward(both, TAX)
    d_both, d_tax = taxed.backward(1)
    d_of_apples, d_of_oranges = fruit.backward(d_both)
    d_apple, d_apples = apples.backward(d_of_apples)
    d_orange, d_oranges = oranges.backward(d_of_oranges)
    return [
        Finding(_("price of apples and oranges"), float(price), 715.0, half_a_unit(0)),
        Finding(_("with oranges, by the price of an apple"), float(d_apple)),
        Finding(_("with oranges, by the number of apples"), float(d_apples)),
        Finding(_("with oranges, by the price of an orange"), float(d_orange)),
        Finding(_("with oranges, by the number of oranges"), float(d_oranges)),
        Finding(_("with oranges, by the tax"), float(d_tax)),
    ]


def _drawing_of_apples() -> Drawing:
    count, price, tax = (nn.Input((), name=name) for name in (_("apples"), _("apple price"), _("tax")))
    total = nn.layers.multiply([nn.layers.multiply([count, price]), tax])
    return nn.utils.draw_graph(nn.Model([count, price, tax], total, name="apples"), [APPLES, APPLE, TAX], rankdir="TB")


def _drawing_of_both() -> Drawing:
    names = (_("apples"), _("apple price"), _("oranges"), _("orange price"), _("tax"))
    inputs = [nn.Input((), name=name) for name in names]
    apples, apple, oranges, orange, tax = inputs
    fruit = nn.layers.add([nn.layers.multiply([apples, apple]), nn.layers.multiply([oranges, orange])])
    model = nn.Model(inputs, nn.layers.multiply([fruit, tax]), name="apples-and-oranges")
    return nn.utils.draw_graph(model, [APPLES, APPLE, ORANGES, ORANGE, TAX], rankdir="TB")
