// Package score compares what was found with what people marked, and counts: sentences and words, attributions, speakers, acts, dates, figures,
// commitments.
// The functions are pure; spans are half-open, in code points where a corpus counts so, and each function says which.
package score
