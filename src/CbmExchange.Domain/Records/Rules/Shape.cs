using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>Looks at one value and writes down what is wrong with it.</summary>
internal delegate void Check(JsonElement value, string path, Faults faults);

/// <summary>The faults found so far; never more than a screen can show.</summary>
internal sealed class Faults
{
    /// <summary>More would not be read; the rest shows when these are mended.</summary>
    private const int FaultsCountMax = 200;

    private readonly List<FieldFault> found = [];

    public ImmutableArray<FieldFault> Found => [.. found];

    public void Add(string path, string description)
    {
        if (found.Count < FaultsCountMax)
        {
            found.Add(new FieldFault(path, description));
        }
    }
}

/// <summary>One field of a JSON object.</summary>
internal sealed record FieldShape(string Name, bool IsRequired, Check Check)
{
    /// <summary>
    /// Record id that the claim (the field, or one element of a list) points to; null: it points to none.
    /// </summary>
    public Func<JsonElement, string?>? PointsTo { get; init; }
}

/// <summary>The building blocks of content rules. An empty string or list counts as missing, as in
/// proto3-JSON.</summary>
internal static class Shape
{
    public static FieldShape Required(string name, Check check) => new(name, true, check);

    public static FieldShape Optional(string name, Check check) => new(name, false, check);

    /// <summary>An optional field that holds the id of another record.</summary>
    public static FieldShape Pointer(string name) =>
        Optional(name, Values.Uuid) with
        {
            PointsTo = value => value.ValueKind == JsonValueKind.String ? value.GetString() : null,
        };

    /// <summary>An optional list of ids of other records; each is shown to recipients that hold it.</summary>
    public static FieldShape Pointers(string name) =>
        Pointer(name) with
        {
            Check = List(Values.Uuid, ContentLimits.ListCountMax),
        };

    /// <summary>The record, in the version held here, that a reply is about.</summary>
    public static FieldShape OfRecord =>
        Required("ofRecord", Values.RecordReference) with
        {
            PointsTo = value => Json.String(value, "recordId"),
        };

    public static Check Object(params ImmutableArray<FieldShape> fields) =>
        (value, path, faults) =>
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                faults.Add(path, "Must be an object.");
                return;
            }

            CheckFields(value, path, fields, faults);
        };

    public static void CheckFields(JsonElement value, string path, ImmutableArray<FieldShape> fields, Faults faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                faults.Add(Join(path, property.Name), "Stands twice.");
            }
            else if (!fields.Any(field => field.Name == property.Name))
            {
                faults.Add(Join(path, property.Name), "There is no such field in this record type.");
            }
        }

        foreach (var field in fields)
        {
            CheckField(value, path, field, faults);
        }
    }

    public static Check List(Check element, int countMax) =>
        (value, path, faults) =>
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                faults.Add(path, "Must be a list.");
                return;
            }

            if (value.GetArrayLength() > countMax)
            {
                faults.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {countMax} elements."));
                return;
            }

            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                element(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), faults);
            }
        };

    /// <summary>A list whose elements carry an <c>id</c> by which they are released.</summary>
    public static Check ListWithIds(Check element, int countMax) =>
        (value, path, faults) =>
        {
            List(element, countMax)(value, path, faults);
            if (value.ValueKind == JsonValueKind.Array)
            {
                RefuseRepeats(value, "id", path, faults);
            }
        };

    public static Check String(Func<string, bool> rule, string description) =>
        (value, path, faults) =>
        {
            if (value.ValueKind != JsonValueKind.String || !rule(value.GetString()!))
            {
                faults.Add(path, description);
            }
        };

    public static Check Bool() =>
        (value, path, faults) =>
        {
            if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                faults.Add(path, "Must be true or false.");
            }
        };

    /// <summary>proto3-JSON writes int64 as a string and int32 as a number; both are read.</summary>
    public static Check Integer(long min, long max) =>
        (value, path, faults) =>
        {
            if (Json.Integer(value) is not { } number || number < min || number > max)
            {
                faults.Add(
                    path,
                    string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from {min} to {max}.")
                );
            }
        };

    public static void RefuseRepeats(JsonElement list, string key, string path, Faults faults)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            if (Json.String(item, key) is { } name && !seen.Add(name))
            {
                faults.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{path}[{index}].{key}"),
                    "Must not repeat within its list."
                );
            }
        }
    }

    /// <summary>Names each number that an earlier element of the list has too.</summary>
    public static void RefuseRepeatedNumbers(JsonElement content, string list, string key, Faults faults)
    {
        var seen = new HashSet<long>();
        foreach (var (index, item) in Json.List(content, list).Index())
        {
            if (Json.Get(item, key) is { } value && Json.Integer(value) is { } number && !seen.Add(number))
            {
                faults.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].{key}"),
                    "Must not repeat within its list."
                );
            }
        }
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static void CheckField(JsonElement value, string path, FieldShape field, Faults faults)
    {
        var isPresent = value.TryGetProperty(field.Name, out var member) && !Json.IsEmpty(member);
        if (isPresent)
        {
            field.Check(member, Join(path, field.Name), faults);
        }
        else if (field.IsRequired)
        {
            faults.Add(Join(path, field.Name), "Is required.");
        }
    }
}
