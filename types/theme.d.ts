/** What assets/frame.js, as it is rendered, tells assets/start.js, which it holds below this. */
declare const theme: {
  /** HTML: the switches of the palette, and the search box with its button's icon. */
  switches: string;
  box: string;
  magnifier: string;
  /** The button's title. */
  search: string;
  /** Settings for the theme's own script. */
  features: string[];
  translations: Record<string, string>;
};
