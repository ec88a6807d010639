/** The parts of Apache ECharts that are used; loaded when the first chart is shown. */
import { BarChart, CustomChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use as withParts } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

withParts([BarChart, CustomChart, LineChart, PieChart, ScatterChart]);
withParts([DataZoomComponent, GridComponent, LegendComponent, TooltipComponent]);
withParts([CanvasRenderer, LabelLayout, SVGRenderer]);

export { init };
