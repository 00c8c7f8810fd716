using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;
using SyncWithdrawal = CbmExchange.Contracts.Sync.V1.Withdrawal;

namespace CbmExchange.Node.Records;

/// <summary>Rows of the store as the views that officers read.</summary>
internal sealed class RecordViews(ParticipantTable participants, TimeProvider time)
{
    /// <summary>The short sign of a participant; its id when it is unknown here.</summary>
    public string DesignatorOf(Domain.ParticipantId participant) => participants.DesignatorOf(participant);

    /// <summary>A record that may be shown.</summary>
    public RecordView Of(RecordRow row)
    {
        var view = Head(row.Header, row.Content);
        view.State = StateOf(row);
        view.ContentHash = row.ContentHash.Hex;
        view.SignatureState = row.Signature;
        view.ReceivedAt = row.StoredAt.ToTimestamp();
        view.ClaimPaths.AddRange(
            row.IsOwn ? ClaimPath.Of(row.Content).Select(path => path.ToString()) : row.ClaimPaths
        );
        if (row.Marking is { } marking)
        {
            view.Marking = WireMarkings.Write(marking);
        }

        view.NarrowedAt = row.NarrowedAt?.ToTimestamp();
        view.Notice = RecordNotice.Of(row);
        view.StandingTexts.AddRange(StandingSentences.Of(row.Header.RecordType, row.Content));
        view.NextUpdate = row.State == RecordStates.Published
            ? StandingSentences.NextUpdate(row.Content, time.GetUtcNow()) ?? ""
            : "";
        if (row.WithdrawnAt is { } withdrawnAt)
        {
            view.WithdrawnAt = withdrawnAt.ToTimestamp();
            view.Withdrawal = new SyncWithdrawal
            {
                ReasonClass = row.WithdrawalReason ?? "",
                Request = row.WithdrawalRequest ?? "",
            };
        }

        return view;
    }

    /// <summary>A version that another one took the place of.</summary>
    public static EarlierVersion Of(string recordType, EarlierRow row)
    {
        var earlier = new EarlierVersion
        {
            ContentHash = row.ContentHash.Hex,
            Body = WireBodies.Write(recordType, row.Content),
            Marking = WireMarkings.Write(row.Marking),
            ReleasedAt = row.ReleasedAt.ToTimestamp(),
            EndedAs = row.EndedAs,
            EndedAt = row.EndedAt.ToTimestamp(),
        };
        if (row.Correction is { } correction)
        {
            earlier.Correction = WireCorrections.Write(correction);
        }

        return earlier;
    }

    /// <summary>What is known about one recipient: facts that are never mixed.</summary>
    public RecipientState Of(RecipientRow row)
    {
        var state = new RecipientState
        {
            ParticipantId = row.Participant.Value,
            Designator = participants.DesignatorOf(row.Participant),
            ContentHash = row.ContentHash.Hex,
            Marking = WireMarkings.Write(row.Marking),
            ReleasedAt = row.ReleasedAt.ToTimestamp(),
            NarrowedAt = row.NarrowedAt?.ToTimestamp(),
        };
        ReceiptFacts.Fill(state, row, time.GetUtcNow());
        state.ClaimPaths.AddRange(row.Paths.Select(path => path.ToString()));
        return state;
    }

    /// <summary>For whom it was entered, and by what note; empty when it speaks for its originator.</summary>
    public static string RelayedFor(RecordContent content, ParticipantTable participants) =>
        content.Claims.TryGetProperty(ContentDefaults.RelayedForField, out var relay)
        && relay.ValueKind == JsonValueKind.Object
        && relay.TryGetProperty("participantId", out var participant)
        && participant.ValueKind == JsonValueKind.String
            ? participants.DesignatorOf(new Domain.ParticipantId(participant.GetString()!))
                + (relay.TryGetProperty("reference", out var note) && note.ValueKind == JsonValueKind.String
                    ? $" ({note.GetString()})"
                    : "")
            : "";

    private RecordView Head(RecordHeader header, RecordContent content)
    {
        var view = new RecordView
        {
            RecordId = header.RecordId.Value,
            RecordType = header.RecordType,
            RecordFamily = RecordTypes.FamilyWord(header.RecordType),
            OriginatorId = header.Originator.Value,
            Originator = participants.DesignatorOf(header.Originator),
            Context = header.Context,
            ExerciseId = header.ExerciseId ?? "",
            Provenance = header.Provenance,
            Body = WireBodies.Write(header.RecordType, content),
            PhoneText = PhoneText.Of(header, content, participants.DesignatorOf(header.Originator)),
            Banner = PhoneText.BannerOf(header),
        };
        view.RelayedFor = RelayedFor(content, participants);
        view.AuthoritativeLanguages.AddRange(header.AuthoritativeLanguages);
        view.AuthoredAt = AuthoredAt(content);
        return view;
    }

    // Early warnings expire by themselves (domain.md §4.8); nobody has to say so.
    private string StateOf(RecordRow row) =>
        row.State == "published"
        && row.Content.Claims.TryGetProperty("expiresAt", out var expires)
        && expires.ValueKind == JsonValueKind.String
        && expires.TryGetDateTimeOffset(out var at)
        && at <= time.GetUtcNow()
            ? "expired"
            : row.State;

    private static Timestamp? AuthoredAt(RecordContent content) =>
        content.Claims.TryGetProperty(ContentDefaults.AuthoredAtField, out var text)
        && text.ValueKind == JsonValueKind.String
        && text.TryGetDateTimeOffset(out var at)
            ? at.ToTimestamp()
            : null;
}
