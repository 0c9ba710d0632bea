package stories

// weights are those of the features, the last one the constant: the log-odds that two articles which share clues tell the
// same event. TestFit fits them.
var weights = [features + 1]float32{
	fAll: 1.92, fLead: 8.97, fRest: -2.37, fNumbers: 4.22, fPairs: 4.29, fNearAll: 7.02, fNearName: 4.54, fNearLead: -4.61,
	fNoPlace: -1.03, fDay: 2.64, fNoDay: 0.74, fYears: -1.20, fShort: 4.03, features: -6.35,
}

// threshold is the average likeness above which articles are grouped; between -0.5 and 0.8 it makes little difference.
const threshold = 0.25
