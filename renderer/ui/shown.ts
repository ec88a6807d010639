/** Is the part of the window around a component on screen? What is hidden keeps still: it reads and paints nothing. */
import { createContext } from "react";

export const Shown = createContext(true);
