"""Paper made from blocks: one list of blocks becomes screen HTML, PDF and DOCX.

Nothing here knows what a paper is about. Blocks are plain frozen data (``blocks``); renderers
(``html``, ``pdf``, ``docx``) draw them; ``compose`` and ``columns`` decide lines and widths.
"""
