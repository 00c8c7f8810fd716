using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Participants;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Publishing;

/// <summary>Own records as officers read them.</summary>
internal sealed class OwnRecordViews(ParticipantTable participants, TimeProvider time)
{
    /// <summary>The newest version, and what each recipient was given.</summary>
    public RecordView Of(RecordState record)
    {
        var version = record.Versions[^1];
        var view = new RecordView
        {
            RecordId = version.Header.RecordId.Value,
            RecordType = version.Header.RecordType,
            OriginatorId = version.Header.Originator.Value,
            Originator = participants.DesignatorOf(version.Header.Originator),
            Context = version.Header.Context,
            ExerciseId = version.Header.ExerciseId ?? "",
            Provenance = version.Header.Provenance,
            Body = WireBodies.Write(version.Header.RecordType, version.Content),
            State = RecordStates.Of(record, time.GetUtcNow()),
            HeldVersion = record.Version.Value,
            RecordVersion = version.Number,
            ContentHash = version.Signed?.ContentHash.Hex ?? "",
            SignatureState = version.Signed is null ? "not signed yet" : "signed by this node",
            ReturnReason = version.Status == VersionStatus.Returned ? version.ReturnReason ?? "" : "",
            ReviewOpen = record.BreakGlass.Any(use => use.Reviewed is null),
        };
        view.AuthoritativeLanguages.AddRange(version.Header.AuthoritativeLanguages);
        view.ClaimPaths.AddRange(ClaimPath.Of(version.Content).Select(path => path.ToString()));
        view.Recipients.AddRange(record.Given.Select(given => Of(given.Key, given.Value)));
        if (version.Content.Claims.TryGetProperty(ContentDefaults.AuthoredAtField, out var authored)
            && authored.TryGetDateTimeOffset(out var at))
        {
            view.AuthoredAt = at.ToTimestamp();
        }

        if (record.Withdrawal is { } withdrawal)
        {
            view.WithdrawnAt = withdrawal.At.ToTimestamp();
            view.Withdrawal = new Contracts.Sync.V1.Withdrawal
            {
                ReasonClass = withdrawal.ReasonClass,
                Request = withdrawal.Request,
            };
        }

        return view;
    }

    /// <summary>A record as one participant holds it.</summary>
    public static ViewAsItem Item(RecordState record, Domain.Release.GivenVersion given)
    {
        var item = new ViewAsItem
        {
            RecordId = record.Header!.RecordId.Value,
            RecordType = record.Header.RecordType,
            ContentHash = given.ContentHash.Hex,
            ContentJson = given.View.Claims.GetRawText(),
            Marking = WireMarkings.Write(given.Marking),
            ReleasedAt = given.At.ToTimestamp(),
            Withdrawn = record.Withdrawal is not null,
        };
        item.ClaimPaths.AddRange(given.Paths.Select(path => path.ToString()));
        return item;
    }

    private RecipientState Of(Domain.ParticipantId participant, Domain.Release.GivenVersion given)
    {
        var state = new RecipientState
        {
            ParticipantId = participant.Value,
            Designator = participants.DesignatorOf(participant),
            ContentHash = given.ContentHash.Hex,
            Marking = WireMarkings.Write(given.Marking),
            ReleasedAt = given.At.ToTimestamp(),
            Receipt = "waiting",
        };
        state.ClaimPaths.AddRange(given.Paths.Select(path => path.ToString()));
        return state;
    }
}
