using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Cases;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Cases;

/// <summary>A case in one line, as officers read it.</summary>
internal sealed class CaseViews(
    CaseTable cases, CaseTimers timers, DeskRights desks, ParticipantTable participants)
{
    private const string Open = "open";
    private const string Closed = "closed";

    /// <summary>The state of a case, in a word.</summary>
    public static string StateOf(CaseState state) => state.ClosedReason is null ? Open : Closed;

    /// <summary>A case of a list; titles and timers for who keeps it.</summary>
    public CaseView Of(CaseRow row, bool isKeeper, Doors.OfficerCall call)
    {
        var content = row.First is { } first ? new MessageView(first.Content) : null;
        var isForOther = row.First is { } held
            && desks.IsForOther(call, held.Header, held.Content, held.Labels);
        var view = new CaseView
        {
            CaseId = row.Case.Value,
            Title = isKeeper && row.Title is { } title ? title
                : isForOther ? desks.Instead(row.First!.Content, row.First.ReferenceNumber)
                : content is null ? "" : MessageView.Best(content.Subject),
            Context = row.Context,
            ExerciseId = row.First?.Header.ExerciseId ?? "",
            State = row.ClosedReason is null ? Open : Closed,
            ClosedReason = row.ClosedReason ?? "",
            ClosedAt = row.ClosedAt?.ToTimestamp(),
            MovedSinceClosed = row.HasMoved,
            ReferenceNumber = row.First?.ReferenceNumber ?? "",
            Precedence = row.MessageCount == 0 ? "" : Precedences.LowestFirst[row.PrecedenceRank],
            MessageCount = (int)row.MessageCount,
            ChangedAt = row.ChangedAt.ToTimestamp(),
            HighestMarking = Records.Views.Strictest(row.First?.Labels ?? []),
        };
        view.Writers.AddRange(row.Originators.Select(participants.DesignatorOf).Order(StringComparer.Ordinal));
        view.Timers.AddRange(isKeeper ? timers.Of(row.Case) : []);
        return view;
    }

    /// <summary>A case with all that is in it.</summary>
    public CaseView Of(FoundCase found, IReadOnlyCollection<CaseEntry> entries, bool isKeeper)
    {
        var state = cases.Of(found.Kept);
        var messages = entries.Select(entry => entry.Message).OfType<CaseMessage>().ToArray();
        var subject = messages.FirstOrDefault(message => message.Subject.Length > 0)?.Subject ?? "";
        var view = new CaseView
        {
            CaseId = found.Id.Value,
            Title = isKeeper && state.Title is { } title ? title : subject,
            Context = found.Context,
            ExerciseId = found.Messages is [var first, ..] ? first.Header.ExerciseId ?? "" : "",
            State = StateOf(state),
            ClosedReason = state.ClosedReason ?? "",
            ClosedAt = state.ClosedAt?.ToTimestamp(),
            MovedSinceClosed = state.ClosedAt is { } closed && found.Messages.Any(row => row.StoredAt > closed),
            ReferenceNumber = messages.FirstOrDefault(message => message.ReferenceNumber.Length > 0)?.ReferenceNumber
                ?? "",
            Precedence = messages.Select(message => message.Precedence).MaxBy(Precedences.Rank) ?? "",
            MessageCount = messages.DistinctBy(message => message.RecordId).Count(),
            ChangedAt = entries.LastOrDefault()?.StoredAt,
            HighestMarking = Records.Views.Strictest(messages.SelectMany(LabelsOf)),
            MergedInto = state.MergedInto?.Value ?? "",
        };
        view.Writers.AddRange(found.Messages.Select(row => participants.DesignatorOf(row.Header.Originator))
            .Distinct().Order(StringComparer.Ordinal));
        view.Timers.AddRange(isKeeper ? timers.Of(found.Id) : []);
        return view;
    }

    /// <summary>The labels under which a message stands: held as it came, own as it was released.</summary>
    public static IEnumerable<string> LabelsOf(CaseMessage message) =>
        message.Recipients.Select(one => one.Marking?.Tlp ?? "").Append(message.Tlp).Where(label => label.Length > 0);
}
