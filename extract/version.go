package extract

// Version names what Extract does. It changes whenever a page may come out as a different article, so that what was
// derived by an older one can be told and derived again.
const Version = "0.1.0"
