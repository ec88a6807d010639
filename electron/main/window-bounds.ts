/** Where a window was, and where it may be: a screen that is gone takes no window with it. */

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MINIMUM = { width: 640, height: 420 };
export const defaultSize = { width: 1400, height: 900 };

const overlap = (a: Bounds, b: Bounds): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));

/**
 * Moves and shrinks bounds (in DIPs) into the work area they share most with, or the first one (the primary display's)
 * when they share none.
 */
export function clampBounds(bounds: Bounds, workAreas: readonly Bounds[]): Bounds {
  const area = workAreas.reduce<Bounds | undefined>(
    (best, next) => (best && overlap(bounds, best) >= overlap(bounds, next) ? best : next),
    undefined,
  );
  if (!area) return bounds;
  const width = Math.round(clamp(bounds.width, MINIMUM.width, area.width));
  const height = Math.round(clamp(bounds.height, MINIMUM.height, area.height));
  return {
    x: Math.round(clamp(bounds.x, area.x, area.x + area.width - width)),
    y: Math.round(clamp(bounds.y, area.y, area.y + area.height - height)),
    width,
    height,
  };
}
