using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>Finds places of a form by their paths. A path that leads nowhere changes nothing.</summary>
internal static partial class FormPaths
{
    /// <summary>The place of a path, e.g. "sections[1].body"; null when there is none.</summary>
    public static FormNode? Find(FormNode root, string path)
    {
        FormNode? node = root;
        foreach (Match step in Step().Matches(path))
        {
            node = step.Groups["index"] is { Success: true } index
                ? int.TryParse(index.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                    ? node?.Items.ElementAtOrDefault(place)
                    : null
                : node?.Fields.GetValueOrDefault(step.Groups["field"].Value);
        }

        return node;
    }

    /// <summary>Takes an element out of its list.</summary>
    public static void Remove(FormNode root, string path)
    {
        if (Last().Match(path) is { Success: true } last
            && Find(root, last.Groups["list"].Value) is { } list && Find(root, path) is { } item)
        {
            list.Items.Remove(item);
        }
    }

    /// <summary>Begins an element of a list; a text in the first of these languages that it lacks.</summary>
    public static void Add(FormNode root, string path, MessageDescriptor content, IReadOnlyList<string> languages)
    {
        if (Find(root, path) is { } list && list.Items.Count < FieldKinds.ItemsMax
            && FieldOf(content, path) is { } field)
        {
            list.Items.Add(FieldKinds.IsTexts(field) ? TextOf(list, languages) : new FormNode());
        }
    }

    /// <summary>Gives each required list of texts, and each list in it, a first element to type into.</summary>
    public static void Begin(
        FormNode root, MessageDescriptor content, IReadOnlyCollection<string> required, IReadOnlyList<string> languages)
    {
        foreach (var field in content.Fields.InDeclarationOrder().Where(field => field.IsRepeated
            && FieldKinds.Inner(field) is not null && required.Contains(field.JsonName)
            && root[field.JsonName].Items.Count == 0))
        {
            Add(root, field.JsonName, content, languages);
        }
    }

    private static FormNode TextOf(FormNode list, IReadOnlyList<string> languages)
    {
        var has = list.Items.Select(item => item["lang"].Typed).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var next = languages.FirstOrDefault(tag => !has.Contains(tag));
        var text = new FormNode();
        text["lang"].Typed = next ?? "";
        text["status"].Typed = next is null ? "unofficial" : "authoritative";
        return text;
    }

    private static FieldDescriptor? FieldOf(MessageDescriptor content, string path)
    {
        var (type, found) = ((MessageDescriptor?)content, (FieldDescriptor?)null);
        foreach (var name in Step().Matches(path).Select(step => step.Groups["field"]).Where(name => name.Success))
        {
            found = type?.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == name.Value);
            type = found is null ? null : FieldKinds.Inner(found);
        }

        return found;
    }

    [GeneratedRegex(@"\[(?<index>[0-9]{1,4})\]|(?<field>[A-Za-z0-9]+)")]
    private static partial Regex Step();

    [GeneratedRegex(@"^(?<list>.+)\[[0-9]{1,4}\]$")]
    private static partial Regex Last();
}
