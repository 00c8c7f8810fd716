using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Contacts;
using CbmExchange.Store;

namespace CbmExchange.Node.Checks;

/// <summary>
/// What a check says about reaching contacts: it counts as a verification of the channel (domain.md §4.7).
/// </summary>
internal static class CheckVerifications
{
    /// <summary>Of what an officer recorded.</summary>
    public static IEnumerable<StreamAppend> Of(CheckTarget target, CheckOutcomeRecorded outcome) =>
        Of(target, outcome.Channel, outcome.Result, outcome.TriedAt, outcome.Officer, outcome.At);

    /// <summary>
    /// Of an answer, in the name of the officer who opened the check; none when its code fitted nothing.
    /// </summary>
    public static IEnumerable<StreamAppend> Of(
        CheckState check, CheckTarget target, CheckAnswerTaken answer, DateTimeOffset now) =>
        answer.Channel is { } channel && answer.Outcome == CheckCodes.Confirmed
            ? Of(
                target, channel, CheckResults.Timed(check, answer.AnsweredAt), answer.AnsweredAt,
                check.Opened!.Officer, now)
            : [];

    private static IEnumerable<StreamAppend> Of(
        CheckTarget target, string channel, string result, DateTimeOffset triedAt, OfficerId officer,
        DateTimeOffset now) =>
        target.Find(channel)!.Places.Select(place => new StreamAppend(
            VerificationTable.StreamOf(target.Participant, place.Contact), null,
            [
                new ContactVerified(
                    place.Contact, target.Participant, place.ChannelId, place.Fingerprint, VerificationMethods.Check,
                    result, triedAt, null, officer, now),
            ]));
}
