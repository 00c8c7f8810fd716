using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Cases;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Messaging;

/// <summary>A message of the inbox as a duty officer reads it. Only what is actual is timed.</summary>
internal sealed class InboxItems(RecordViews views, DeskRights desks, NodeIdentity self, TimeProvider time)
{
    /// <summary>One item.</summary>
    /// <param name="call">Who reads.</param>
    /// <param name="row">The message.</param>
    /// <param name="lang">Of the reader; empty: none stated.</param>
    public InboxItem Of(OfficerCall call, InboxRow row, string lang)
    {
        var record = desks.Seen(call, views.Of(row.Record));
        var precedence = Precedence(row.PrecedenceRank);
        return new InboxItem
        {
            Record = record,
            Headline =
                $"{record.Context.ToUpperInvariant()} {precedence.ToUpperInvariant()} from {record.Originator}, "
                    + $"{record.SignatureState}",
            StoredAt = row.StoredAt.ToTimestamp(),
            AcknowledgedAt = row.AcknowledgedAt?.ToTimestamp(),
            AcknowledgedByDesk = row.DutyDesk ?? "",
            Timer = IsTimed(row) ? Timer(precedence, row.StoredAt) : "",
            StandingText = StandingText.NoAgreementImplied,
            ForOtherDesk = DeskRights.IsEmptied(record) ? record.Notice : "",
            Group = $"{record.Context.ToUpperInvariant()} {record.ExerciseId}".TrimEnd(),
            Banner = record.Context == ExerciseState.Context ? ExerciseBanner.For(lang) : "",
            AnsweredAt = row.Answer?.At.ToTimestamp(),
            AnsweredAs = row.Answer?.Standing ?? "",
            AnswerId = row.Answer?.RecordId.Value ?? "",
        };
    }

    // Who is told for information is not looked for (domain.md §4.8).
    private bool IsTimed(InboxRow row) =>
        row.AcknowledgedAt is null
        && row.Record.Header.Context == ContextAsked.Actual
        && RecordCatalogue.Find(row.Record.Header.RecordType) is { IsReceiptTimed: true }
        && Addressing.RoleOf(row.Record.Content, self.Participant) == Addressing.Action;

    private string Timer(string precedence, DateTimeOffset storedAt)
    {
        var due = storedAt + Policies.Default.HumanReceiptWithin[precedence];
        var left = due - time.GetUtcNow();
        return left > TimeSpan.Zero
            ? $"receipt due in {Math.Ceiling(left.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min"
            : $"receipt was due at {due.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}Z";
    }

    private static string Precedence(int rank) =>
        rank switch
        {
            3 => "flash",
            2 => "immediate",
            1 => "priority",
            _ => "routine",
        };
}
