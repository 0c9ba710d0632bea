// Package stories finds which articles tell the same event. It promises that
//   - articles are compared by what they say, not by their headlines: words, names, numbers, days and places of the whole
//     text, weighed by how rare they are in the news and among the articles at hand;
//   - they are grouped as they come, and grouped anew where a later one shows better: stories come together and part;
//   - the further apart two articles are in time the less they are taken for reports of one event, so that a matter of weeks
//     does not become one story;
//   - what an article costs does not grow with the archive: [Sketch.Clues] are at most 32 words to look it up by, and
//     [Decide] compares at most the [MaxCandidates] + 1 articles it is given, which takes about a millisecond, and [Review] at
//     most [MaxReview] of a story that has grown by half, some of them pair by pair and each of the others with a few of those;
//   - copies, credited or not, are told from reports of their own.
//
// It is pure: no clock, no network, no disk. The desk keeps sketches, clues and stories in its database and asks [Decide];
// a [Window] does the same in memory.
package stories

// Version is that of the grouping. It changes whenever articles are compared differently: those of another version are not compared until
// they are grouped again.
const Version = "2"
