"""Presenters made before anybody asks for one: import this in the process that kernels are forked from.

Importing it makes every simulator's presenter, words and first answer, so that a fork finds them in memory: a page then
opens without working out the state of today once more.
"""

from __future__ import annotations

from labui.opening import SIMULATORS, prepare

for _name in SIMULATORS:
    prepare(_name)
