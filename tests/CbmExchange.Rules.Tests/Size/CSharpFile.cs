using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CbmExchange.Rules.Tests.Size;

/// <summary>A C# file of ours, read by the compiler's own parser.</summary>
internal sealed class CSharpFile
{
    private static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.Preview, preprocessorSymbols: ["COMPLETE_REGISTRY", "NET10_0_OR_GREATER"]);

    private static readonly Lazy<IReadOnlyList<CSharpFile>> All = new(() =>
        [.. new[] { "src/", "tests/" }.SelectMany(folder => Repository.Under(folder, ".cs"))
            .Select(file => new CSharpFile(file))]);

    private readonly SyntaxNode root;

    private CSharpFile(SourceFile file)
    {
        Path = file.Path;
        Lines = file.Lines;
        root = CSharpSyntaxTree.ParseText(file.Text, ParseOptions).GetRoot();
    }

    /// <summary>From the root of the repository.</summary>
    public string Path { get; }

    /// <summary>The lines, without their ends.</summary>
    public string[] Lines { get; }

    /// <summary>All that has a body, local functions too, and top-level statements as one.</summary>
    public IEnumerable<Method> Methods => root.DescendantNodes().Select(ToMethod).OfType<Method>().Concat(TopLevel());

    /// <summary>Names of the types declared here, without type parameters.</summary>
    public IEnumerable<string> DeclaredTypes => root.DescendantNodes().Select(node => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    }).OfType<string>();

    /// <summary>What usings and qualified names in code name.</summary>
    public IEnumerable<string> UsedNamespaces => root.DescendantNodes().Select(node => node switch
    {
        UsingDirectiveSyntax { Name: { } name } => name.ToString(),
        QualifiedNameSyntax name when name.Parent is not (UsingDirectiveSyntax or QualifiedNameSyntax
            or BaseNamespaceDeclarationSyntax) => name.ToString(),
        _ => null,
    }).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Every name that the code mentions.</summary>
    public IEnumerable<string> UsedNames => root.DescendantNodes().OfType<SimpleNameSyntax>()
        .Select(name => name.Identifier.ValueText).Distinct(StringComparer.Ordinal);

    /// <summary>Lines (from 1) of pragmas that silence a diagnostic.</summary>
    public IEnumerable<int> SilencingLines => root.DescendantTrivia(descendIntoTrivia: true)
        .Where(trivia => trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia)
            && trivia.ToString().Contains("disable", StringComparison.Ordinal))
        .Select(trivia => trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1);

    /// <summary>Files below a folder.</summary>
    public static IEnumerable<CSharpFile> Under(string folder) =>
        All.Value.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal));

    private static Method? ToMethod(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => Measure(method, method.Identifier),
        ConstructorDeclarationSyntax method => Measure(method, method.Identifier),
        OperatorDeclarationSyntax method => Measure(method, method.OperatorToken),
        ConversionOperatorDeclarationSyntax method => Measure(method, method.OperatorKeyword),
        AccessorDeclarationSyntax method => Measure(method, method.Keyword),
        LocalFunctionStatementSyntax method => Measure(method, method.Identifier),
        _ => null,
    };

    // Counted from the line of the name, so that attributes and comments are free.
    private static Method Measure(SyntaxNode node, SyntaxToken name)
    {
        var first = name.GetLocation().GetLineSpan().StartLinePosition.Line;
        var last = node.GetLocation().GetLineSpan().EndLinePosition.Line;
        var owners = node.Ancestors().Select(OwnerName).OfType<string>().Reverse();
        return new Method(string.Join('.', owners.Append(name.ValueText)), last - first + 1);
    }

    private static string? OwnerName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => null,
    };

    private IEnumerable<Method> TopLevel()
    {
        var statements = root.ChildNodes().OfType<GlobalStatementSyntax>().ToList();
        if (statements.Count > 0)
        {
            var first = statements[0].GetLocation().GetLineSpan().StartLinePosition.Line;
            var last = statements[^1].GetLocation().GetLineSpan().EndLinePosition.Line;
            yield return new Method("<top level>", last - first + 1);
        }
    }
}

/// <summary>A method and its length.</summary>
/// <param name="Name">With the names of the types around it.</param>
/// <param name="LineCount">From the line of its name to its last line.</param>
internal sealed record Method(string Name, int LineCount);
