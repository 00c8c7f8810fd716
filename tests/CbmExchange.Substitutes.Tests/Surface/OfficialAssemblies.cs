using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CbmExchange.Substitutes.Tests.Surface;

/// <summary>Everything the official assemblies refer to is there. Start here when gRPC is raised.</summary>
public sealed class OfficialAssemblies
{
    private static readonly string[] Contracts = ["Grpc.Core.Api", "Grpc.Net.Common"];

    // Enough to stand for the type parameters of any type or method; what they are does not matter for binding.
    private static readonly Type[] AnyArguments = [.. Enumerable.Repeat(typeof(object), 8)];

    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    public void Every_type_reference_resolves(string official)
    {
        var unresolved = Resolve(official, reader => reader.TypeReferences, InContractScope, ResolveType);

        Assert.Empty(unresolved);
    }

    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    public void Every_member_reference_resolves(string official)
    {
        var unresolved = Resolve(official, reader => reader.MemberReferences, HasContractParent, ResolveMember);

        Assert.Empty(unresolved);
    }

    // GetTypes checks overrides and interface implementations: it throws if an abstract member is missing or extra.
    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    public void Every_type_of_the_assembly_loads(string official) =>
        Assert.NotEmpty(Assembly.Load(official).GetTypes());

    private static List<string> Resolve<T>(
        string official,
        Func<MetadataReader, IReadOnlyCollection<T>> rows,
        Func<MetadataReader, T, bool> inScope,
        Func<Module, T, object?> resolve)
    {
        var assembly = Assembly.Load(official);
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var chosen = rows(reader).Where(row => inScope(reader, row)).ToList();
        Assert.True(chosen.Count >= 20, $"Only {chosen.Count} references were found, so the test sees too little.");
        return [.. chosen.Select(row => FaultOf(assembly, row, resolve)).OfType<string>()];
    }

    private static string? FaultOf<T>(Assembly assembly, T row, Func<Module, T, object?> resolve)
    {
        try
        {
            return resolve(assembly.ManifestModule, row) is null ? $"{row} is not there." : null;
        }
        catch (Exception fault) when (fault is TypeLoadException or MissingMemberException or FileLoadException)
        {
            return fault.Message;
        }
    }

    private static Type ResolveType(Module module, TypeReferenceHandle row) =>
        module.ResolveType(MetadataTokens.GetToken(row), AnyArguments, AnyArguments);

    private static MemberInfo? ResolveMember(Module module, MemberReferenceHandle row) =>
        module.ResolveMember(MetadataTokens.GetToken(row), AnyArguments, AnyArguments);

    private static bool HasContractParent(MetadataReader reader, MemberReferenceHandle row)
    {
        var parent = reader.GetMemberReference(row).Parent;
        return parent.Kind switch
        {
            HandleKind.TypeReference => InContractScope(reader, (TypeReferenceHandle)parent),
            HandleKind.TypeSpecification => InContractScope(reader, GenericTypeOf(reader, parent)),
            _ => false,
        };
    }

    // ECMA-335 §II.23.2.14: a generic type specification is GENERICINST, CLASS or VALUETYPE, then the type.
    private static TypeReferenceHandle GenericTypeOf(MetadataReader reader, EntityHandle specification)
    {
        var signature = reader.GetTypeSpecification((TypeSpecificationHandle)specification).Signature;
        var blob = reader.GetBlobReader(signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return default;
        }

        blob.ReadCompressedInteger();
        var type = blob.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : default;
    }

    private static bool InContractScope(MetadataReader reader, TypeReferenceHandle row)
    {
        if (row.IsNil)
        {
            return false;
        }

        var scope = reader.GetTypeReference(row).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => InContractScope(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => Contracts.Contains(
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)),
            _ => false,
        };
    }
}
