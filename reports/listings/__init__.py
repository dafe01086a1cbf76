"""The lists of the desk: records behind figures, goals, papers."""
