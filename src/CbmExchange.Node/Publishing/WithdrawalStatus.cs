using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// What became of a withdrawal: who was told, whose node fetched it, who attests what (domain.md §4.17). Facts that
/// are never mixed; where nothing is known it says so, and no attestation says nothing about its holder.
/// </summary>
internal sealed class WithdrawalStatus(
    RecordDesk desk, RecordLoader loader, ToldPlaces places, IPeerConnections connections, ReadModels models,
    ReadRights rights, ParticipantTable participants)
{
    private const string Deleted = "deleted";

    /// <summary>The status of one own record.</summary>
    public async Task<Outcome<GetWithdrawalStatusResponse>> OfAsync(
        OfficerCall call, string record, CancellationToken cancellationToken)
    {
        var state = await loader.LoadAsync(desk.IdOf(record), cancellationToken).ConfigureAwait(false);
        if (state.Header is not { } header || !rights.May(call, header.RecordType, isOwn: true))
        {
            return Refusal.NotFound;
        }

        if (state.Withdrawal is not { } withdrawal)
        {
            return LifecycleNo("The record is not withdrawn.");
        }

        var all = await models.Records.AttestationsAsync(header.RecordId, cancellationToken).ConfigureAwait(false);
        var attested = all
            .Where(row => state.Given.ContainsKey(row.Originator))
            .GroupBy(row => row.Originator)
            .ToDictionary(rows => rows.Key, rows => rows.MaxBy(row => row.ReleasedAt)!);
        var response = new GetWithdrawalStatusResponse
        {
            RecordId = header.RecordId.Value,
            ReferenceNumber = state.ReferenceNumber ?? "",
            WithdrawnAt = withdrawal.At.ToTimestamp(),
            ReasonClass = withdrawal.ReasonClass,
            Request = withdrawal.Request,
            FetchesKnownSince = connections.FetchesKnownSince.ToTimestamp(),
        };
        response.Holders.AddRange(state.Given.Keys.Select(holder =>
            Of(header.RecordId, holder, withdrawal, attested.GetValueOrDefault(holder))));
        response.Sentence = Sentence(response);
        return response;
    }

    private WithdrawalHolder Of(
        RecordId record, ParticipantId holder, WithdrawalState withdrawal, AttestationRow? attested)
    {
        var line = new WithdrawalHolder
        {
            ParticipantId = holder.Value,
            Designator = participants.DesignatorOf(holder),
            Told = withdrawal.Told.Contains(holder),
            // Whoever attests has read the withdrawal, whatever is known of its fetches.
            Fetched = attested is not null || HasFetched(holder, places.Of(record, holder)),
        };
        if (attested is not null)
        {
            line.Result = attested.Result;
            line.AttestationId = attested.Attestation.Value;
            line.AttestedAt = attested.ReleasedAt.ToTimestamp();
        }

        return line;
    }

    private bool HasFetched(ParticipantId holder, LogPosition? told) =>
        told is { } place && connections.FetchedUpTo(holder) is { } fetched && place.Value <= fetched.Value;

    // domain.md §4.17: never more certain than it is.
    private static string Sentence(GetWithdrawalStatusResponse status)
    {
        var told = status.Holders.Count(one => one.Told);
        var deleted = status.Holders.Count(one => one.Result == Deleted);
        var away = status.Holders.Count(one => !one.Fetched);
        var known = status.WithdrawnAt.ToDateTimeOffset() < status.FetchesKnownSince.ToDateTimeOffset()
            ? $" (fetches are known since {Moment(status.FetchesKnownSince)})"
            : "";
        var attest = deleted == 1 ? "attests" : "attest";
        return $"withdrawn: {told} told, {deleted} {attest} deletion, {away} not reached since "
            + $"{Moment(status.WithdrawnAt)}{known}. Copies elsewhere cannot be recalled.";
    }

    private static string Moment(Timestamp at) =>
        at.ToDateTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static Refusal LifecycleNo(string sentence) =>
        new(RefusalKind.FailedPrecondition, "WRONG_STATE", sentence);
}
