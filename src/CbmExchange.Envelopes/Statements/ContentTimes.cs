using CbmExchange.Domain;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// Finds times in a message that are no moments. A Timestamp on the wire can hold any two numbers, and the library
/// throws when it writes one that is not between the years 1 and 9999.
/// </summary>
public static class ContentTimes
{
    /// <summary>A fault for each, with its path in lowerCamelCase; empty when all are moments.</summary>
    public static IEnumerable<FieldFault> Faults(IMessage content) => Faults(content, "");

    private static IEnumerable<FieldFault> Faults(IMessage message, string path) => message switch
    {
        Timestamp time when ProtoTime.IsMoment(time) => [],
        Timestamp => [new FieldFault(path, "Must be a moment between the years 1 and 9999.")],
        _ => message.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => field.FieldType == FieldType.Message)
            .SelectMany(field => Inside(message, field)
                .SelectMany(inside => Faults(inside, path.Length == 0 ? field.JsonName : $"{path}.{field.JsonName}"))),
    };

    // The messages of cbm.record.v1 have no maps.
    private static IEnumerable<IMessage> Inside(IMessage message, FieldDescriptor field) =>
        field.Accessor.GetValue(message) switch
        {
            IMessage one => [one],
            System.Collections.IEnumerable many => many.OfType<IMessage>(),
            _ => [],
        };
}
