using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Node.Publishing;

/// <summary>The one edge between messages of cbm.record.v1 and the JSON that the house works with.</summary>
internal static class WireBodies
{
    /// <summary>Type and content of a body; a fault when it is empty or states a time that is no moment.</summary>
    public static Outcome<(string RecordType, RecordContent Content)> Read(RecordBody? body)
    {
        IMessage? message = body?.ContentCase switch
        {
            RecordBody.ContentOneofCase.PointOfContact => body.PointOfContact,
            RecordBody.ContentOneofCase.NationalDocument => body.NationalDocument,
            RecordBody.ContentOneofCase.IncidentNotification => body.IncidentNotification,
            RecordBody.ContentOneofCase.Acknowledgement => body.Acknowledgement,
            RecordBody.ContentOneofCase.Response => body.Response,
            _ => null,
        };
        if (message is null)
        {
            return Refusal.Invalid([new FieldFault("body", "Must hold the content of a record.")]);
        }

        var faults = ContentTimes.Faults(message).ToArray();
        return faults.Length > 0
            ? Refusal.Invalid(faults)
            : (RecordSchemas.TypeOf(message), RecordSchemas.ToContent(message));
    }

    /// <summary>A body; empty when the type is not known here.</summary>
    public static RecordBody Write(string recordType, RecordContent content) =>
        RecordSchemas.TryToMessage(recordType, content) switch
        {
            PointOfContact contact => new RecordBody { PointOfContact = contact },
            NationalDocument document => new RecordBody { NationalDocument = document },
            IncidentNotification notification => new RecordBody { IncidentNotification = notification },
            Acknowledgement acknowledgement => new RecordBody { Acknowledgement = acknowledgement },
            Response response => new RecordBody { Response = response },
            _ => new RecordBody(),
        };
}
