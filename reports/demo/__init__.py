"""The demo: the source's own township, two invented neighbours, and the half-year of today.

The two source papers come from different counties. The demo puts 兴发乡 below 开鲁县总工会 all
the same, because a township's paper goes to a county.
"""
