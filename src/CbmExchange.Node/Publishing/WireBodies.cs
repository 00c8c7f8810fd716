using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Node.Publishing;

/// <summary>The one edge between messages of cbm.record.v1 and the JSON that the house works with.</summary>
internal static class WireBodies
{
    /// <summary>Type and content of a body; a fault when it is empty or states a time that is no moment.</summary>
    public static Outcome<(string RecordType, RecordContent Content)> Read(RecordBody? body)
    {
        var message = body is null ? null : RecordSchemas.ContentOf(body);
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
        RecordSchemas.TryToMessage(recordType, content) is { } message
            ? RecordSchemas.BodyOf(message)
            : new RecordBody();
}
