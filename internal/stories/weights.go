package stories

// weights are those of the features, the last one the constant: the log-odds that two articles which share clues tell the
// same event. TestFit fits them.
var weights = [features + 1]float32{
	fAll: 2.35, fLead: 8.52, fRest: -2.63, fNumbers: 3.77, fPairs: 4.30, fNearAll: 6.80, fNearName: 4.10, fNearLead: -3.91,
	fNoPlace: -1.04, fDay: 1.87, fNoDay: 0.81, fYears: -1.23, fGap: -8.22, fShort: 3.58, features: -6.09,
}

// threshold is the average likeness above which articles are grouped; between -0.3 and 0.5 it makes little difference.
const threshold = 0
