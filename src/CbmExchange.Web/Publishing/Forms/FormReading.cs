using System.Globalization;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>
/// Reads what a browser sent: the name of an input is the path that the node uses in its faults, after "f." (e.g.
/// "f.title[0].text"); "n.title" says how many elements of a list stood in the form.
/// </summary>
internal static class FormReading
{
    /// <summary>Before the name of a field's input.</summary>
    public const string FieldPrefix = "f.";

    /// <summary>Before the name of the input with the number of elements of a list.</summary>
    public const string CountPrefix = "n.";

    /// <summary>Nesting of cbm.record.v1 is less; nothing that is sent can make it more.</summary>
    private const int DepthMax = 8;

    /// <summary>Reads a structure. Only what its descriptor knows is looked at.</summary>
    public static FormNode Read(IFormCollection form, MessageDescriptor type, string path = "", int depth = 0)
    {
        var node = new FormNode();
        foreach (var field in depth < DepthMax ? type.Fields.InDeclarationOrder() : [])
        {
            if (depth > 0 || FieldKinds.IsAsked(field))
            {
                node.Fields[field.JsonName] = Read(form, field, Join(path, field.JsonName), depth);
            }
        }

        return node;
    }

    /// <summary>Path of a field inside a structure.</summary>
    public static string Join(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";

    /// <summary>Path of an element of a list.</summary>
    public static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static FormNode Read(IFormCollection form, FieldDescriptor field, string path, int depth)
    {
        var isTyped = FieldKinds.Inner(field) is null || FieldKinds.IsTime(field);
        if (!field.IsRepeated)
        {
            return isTyped ? FormNode.Of(Typed(form, path)) : Read(form, field.MessageType, path, depth + 1);
        }

        var list = new FormNode();
        list.Items.AddRange(isTyped
            ? Values(form, path).Select(FormNode.Of)
            : Enumerable.Range(0, CountOf(form, path))
                .Select(index => Read(form, field.MessageType, At(path, index), depth + 1)));
        return list;
    }

    private static string Typed(IFormCollection form, string path) =>
        form[FieldPrefix + path] is { Count: > 0 } all ? all[^1]!.ReplaceLineEndings("\n") : "";

    // Boxes give a value each, a field for several gives a line each.
    private static IEnumerable<string> Values(IFormCollection form, string path) =>
        form[FieldPrefix + path].SelectMany(value => value!.ReplaceLineEndings("\n").Split('\n'))
            .Select(value => value.Trim()).Where(value => value.Length > 0).Take(FieldKinds.ItemsMax);

    private static int CountOf(IFormCollection form, string path) =>
        int.TryParse(form[CountPrefix + path], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Min(count, FieldKinds.ItemsMax)
            : 0;
}
