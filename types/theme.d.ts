/** The constant that assets/frame.js defines for assets/start.js, which it includes. */
declare const theme: {
  /** HTML of the palette switches, and of the search box with its button's icon. */
  switches: string;
  box: string;
  magnifier: string;
  /** The button's title. */
  search: string;
  /** File names of header_box.js and the modules that it imports. */
  searchModules: string[];
  /** Settings for the theme's own script. */
  features: string[];
  translations: Record<string, string>;
};
