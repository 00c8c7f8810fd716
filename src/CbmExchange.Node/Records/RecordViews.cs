using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;
using SyncMarking = CbmExchange.Contracts.Sync.V1.Marking;
using SyncWithdrawal = CbmExchange.Contracts.Sync.V1.Withdrawal;

namespace CbmExchange.Node.Records;

/// <summary>Rows of the store as the views that officers read.</summary>
internal sealed class RecordViews(ParticipantTable participants, TimeProvider time)
{
    /// <summary>A record that may be shown.</summary>
    public RecordView Of(RecordRow row)
    {
        var view = Head(row.Header, row.Content);
        view.State = StateOf(row);
        view.ContentHash = row.ContentHash.Hex;
        view.SignatureState = row.Signature;
        view.ReceivedAt = row.StoredAt.ToTimestamp();
        view.ClaimPaths.AddRange(row.IsOwn ? ClaimPath.Of(row.Content).Select(path => path.ToString()) : row.ClaimPaths);
        if (row.Marking is { } marking)
        {
            view.Marking = Markings.ToProto(marking);
        }

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

    /// <summary>An own record with its working version and what each recipient was given.</summary>
    public RecordView Of(OwnRow row, IEnumerable<RecipientRow> recipients)
    {
        var view = Head(row.Header, row.Working);
        view.State = row.State;
        view.HeldVersion = row.StreamVersion.Value;
        view.RecordVersion = row.RecordVersion;
        view.ContentHash = row.ContentHash?.Hex ?? "";
        view.SignatureState = "own record";
        view.ReturnReason = row.ReturnReason ?? "";
        view.ReviewOpen = row.ReviewOpen;
        view.ClaimPaths.AddRange(ClaimPath.Of(row.Working).Select(path => path.ToString()));
        view.Recipients.AddRange(recipients.Select(Of));
        return view;
    }

    /// <summary>What is known about one recipient: facts that are never mixed.</summary>
    public RecipientState Of(RecipientRow row)
    {
        var state = new RecipientState
        {
            ParticipantId = row.Participant.Value,
            Designator = participants.DesignatorOf(row.Participant),
            ContentHash = row.ContentHash.Hex,
            Marking = Markings.ToProto(row.Marking),
            ReleasedAt = row.ReleasedAt.ToTimestamp(),
            DeliveredAt = row.DeliveredAt?.ToTimestamp(),
            AcknowledgedAt = row.AcknowledgedAt?.ToTimestamp(),
            DutyDesk = row.DutyDesk ?? "",
            Receipt = row switch
            {
                { RespondedAt: not null } => "responded",
                { AcknowledgedAt: not null } => "acknowledged",
                { DeliveredAt: not null } => "delivered",
                _ => "waiting",
            },
        };
        state.ClaimPaths.AddRange(row.Paths.Select(path => path.ToString()));
        return state;
    }

    private RecordView Head(RecordHeader header, RecordContent content)
    {
        var view = new RecordView
        {
            RecordId = header.RecordId.Value,
            RecordType = header.RecordType,
            OriginatorId = header.Originator.Value,
            Originator = participants.DesignatorOf(header.Originator),
            Context = header.Context,
            ExerciseId = header.ExerciseId ?? "",
            Provenance = header.Provenance,
            Body = BodyOf(header.RecordType, content),
        };
        view.AuthoritativeLanguages.AddRange(header.AuthoritativeLanguages);
        view.AuthoredAt = AuthoredAt(view.Body);
        return view;
    }

    // Early warnings expire by themselves (domain.md §4.8); nobody has to say so.
    private string StateOf(RecordRow row) =>
        row.State == "published" && row.Content.Claims.TryGetProperty("expiresAt", out var expires)
        && expires.TryGetDateTimeOffset(out var at) && at <= time.GetUtcNow()
            ? "expired"
            : row.State;

    private static RecordBody BodyOf(string recordType, RecordContent content)
    {
        var body = new RecordBody();
        switch (RecordSchemas.TryToMessage(recordType, content))
        {
            case PointOfContact contact:
                body.PointOfContact = contact;
                break;
            case NationalDocument document:
                body.NationalDocument = document;
                break;
            case IncidentNotification notification:
                body.IncidentNotification = notification;
                break;
            case Acknowledgement acknowledgement:
                body.Acknowledgement = acknowledgement;
                break;
            case Response response:
                body.Response = response;
                break;
        }

        return body;
    }

    private static Timestamp? AuthoredAt(RecordBody body) => body.ContentCase switch
    {
        RecordBody.ContentOneofCase.PointOfContact => body.PointOfContact.AuthoredAt,
        RecordBody.ContentOneofCase.NationalDocument => body.NationalDocument.AuthoredAt,
        RecordBody.ContentOneofCase.IncidentNotification => body.IncidentNotification.AuthoredAt,
        RecordBody.ContentOneofCase.Acknowledgement => body.Acknowledgement.AuthoredAt,
        RecordBody.ContentOneofCase.Response => body.Response.AuthoredAt,
        _ => null,
    };
}
