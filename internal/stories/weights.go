package stories

// weights are those of the features, the last one the constant: the log-odds that two articles which share clues tell the
// same event. TestFit fits them.
var weights = [features + 1]float32{
	fAll: 0.94, fNames: 1.05, fLead: 6.72, fRest: -1.88, fNumbers: 3.91, fPairs: 4.13, fNearAll: 7.18, fNearName: 4.28, fNearLead: -3.73,
	fNoPlace: -1.04, fDay: 3.42, fNoDay: 1.26, fYears: -1.54, features: -5.08,
}

// threshold is the average likeness above which articles are grouped.
const threshold = 0
