/** The marks beside columns, as SVG paths in 12 × 12: a key for what a row is told by, an arrow for what leads elsewhere. */
export const keyShape = "M1.2 8.2a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0M5.7 6.3L10.8 1.2M8.3 3.7l1.9 1.9";
export const arrowShape = "M1.5 6H10M6.8 2.8L10 6l-3.2 3.2";
